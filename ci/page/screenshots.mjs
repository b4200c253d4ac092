// node screenshots.mjs BINARY [FOLDER]: pictures of the page with the demo account for the README (docs/screenshots by default).
// Also looks at each by script, and fails where text is clipped without an ellipsis, boxes overlap or something sticks out sideways.
// PAGE_DIST as in the tests. The pictures are small where pngquant is installed.
import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { browser, fromTests, pageFiles } from './common.mjs';

const MOST = 200_000;
const [binary, folder = fileURLToPath(new URL('../../docs/screenshots', import.meta.url))] = process.argv.slice(2);
if (!binary) {
  console.error('usage: node screenshots.mjs BINARY [FOLDER]');
  process.exit(2);
}
process.env.BINARY = binary;
const { start } = await fromTests('servers');

const select = (what) => `&select=${encodeURIComponent(what)}`;
const CHURN = '?pipeline=CustomerChurnTraining';
const CUSTOMERS = select('data:s3://hanbit-growth-lake/raw/customers/');
const PICTURES = [
  { name: 'pipeline', query: CHURN + select('step:TrainChurnModel') },
  { name: 'data', query: `${CHURN}&view=data${CUSTOMERS}` },
  { name: 'both', query: `${CHURN}&view=both` },
  { name: 'schema-diff', query: `${CHURN}&view=data${CUSTOMERS}&version=3&against=1`, show: 'From version' },
  { name: 'feature-groups', query: '?tab=features&group=customer-churn-scores' },
];
const SIZES = [
  [1440, 900],
  [1024, 768],
];

mkdirSync(folder, { recursive: true });
const server = await start();
const chromium = await browser();
let found = 0;
try {
  for (const [width, height] of SIZES) for (const picture of PICTURES) await take(picture, width, height, 'light');
  await take(PICTURES[2], 1440, 900, 'dark');
} finally {
  await chromium.close();
  await server.stop();
}
if (found > 0) process.exitCode = 1;

async function take({ name, query, show }, width, height, scheme) {
  // The same on every machine: time zone, language, colours, and nothing that moves.
  const context = await chromium.newContext({
    viewport: { width, height },
    locale: 'en-GB',
    timezoneId: 'UTC',
    colorScheme: scheme,
    reducedMotion: 'reduce',
  });
  await pageFiles(context);
  const page = await context.newPage();
  await page.goto(server.url + query);
  await page.waitForLoadState('networkidle');
  if (show) await page.getByText(show).first().scrollIntoViewIfNeeded();
  // Nothing that only a pointer or the focus would show.
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.activeElement?.blur());
  await page.waitForTimeout(300);
  const file = join(folder, `${name}-${width}${scheme === 'dark' ? '-dark' : ''}.png`);
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  const wrong = [...(await page.evaluate(look)), ...smaller(file)];
  await context.close();
  console.log(`${file.split('/').at(-1).padEnd(28)} ${String(statSync(file).size).padStart(7)} bytes`);
  for (const line of wrong) console.log(`  ${line}`);
  found += wrong.length;
}

/** Fewer colours where the tool for it is there; what is too large for a README all the same. */
function smaller(file) {
  try {
    execFileSync('pngquant', ['--force', '--skip-if-larger', '--strip', '--quality', '60-95', '--output', file, file]);
  } catch {
    // Not installed, or no gain.
  }
  const { size } = statSync(file);
  return size > MOST ? [`larger than ${MOST} bytes: ${size}`] : [];
}

/** In the page: what no eye should see. */
function look() {
  const wrong = [];
  const say = (one) => `<${one.localName}> ${(one.textContent ?? '').trim().slice(0, 50)}`;
  const isSeen = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  /** What somebody can scroll to, or a graph pan to, is not lost. */
  const clipper = (one) => one.closest('.react-flow, table, [class*=spoken], .spoken, svg, textarea, pre');
  for (const one of document.querySelectorAll('body *')) {
    const hasText = [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue.trim());
    if (!hasText || !isSeen(one) || one.closest('.spoken, [class*=skip]')) continue;
    const style = getComputedStyle(one);
    const isCut = one.scrollWidth > one.clientWidth + 1 && style.overflowX !== 'visible' && style.display !== 'inline';
    const scrolls = ['auto', 'scroll'].includes(style.overflowX);
    if (isCut && style.textOverflow !== 'ellipsis' && !scrolls) wrong.push(`clipped: ${say(one)}`);
    const box = one.getBoundingClientRect();
    if (!clipper(one) && box.width > 0 && (box.right > innerWidth + 1 || box.left < -1))
      wrong.push(`sticks out: ${say(one)}`);
  }
  for (const graph of document.querySelectorAll('.react-flow')) {
    const boxes = [...graph.querySelectorAll('.react-flow__node')].map((one) => [one, one.getBoundingClientRect()]);
    boxes.forEach(([a, p], at) => {
      for (const [b, q] of boxes.slice(at + 1)) {
        const across = Math.min(p.right, q.right) - Math.max(p.left, q.left);
        const down = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
        if (across > 1 && down > 1) wrong.push(`overlap: ${say(a)} and ${say(b)}`);
      }
    });
  }
  if (document.documentElement.scrollWidth > innerWidth) wrong.push('the page scrolls sideways');
  return wrong;
}
