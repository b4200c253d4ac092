// node figures.mjs BINARY: how fast the page is with large graphs; prints a table, and fails where a bar is missed.
// Timed, so it is no part of the gate: run it with nothing else going on. PAGE_DIST as in the tests.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { browser, fromTests, median, pageFiles, percentile, ui } from './common.mjs';
import { bundle } from './size.mjs';

const [binary, runs = '3'] = process.argv.slice(2);
if (!binary) {
  console.error('usage: node figures.mjs BINARY [RUNS]');
  process.exit(2);
}
process.env.BINARY = binary;
const { start } = await fromTests('servers');
const { largeAccount } = await fromTests('large');

const snapshot = largeAccount();
const server = await start({ snapshot, regions: ['ap-northeast-2'], args: ['--cache-ttl-seconds', '0'] });
const chromium = await browser();
const rows = [];
/** A figure, and the most that it may be; null where there is no bar. */
const figure = (what, value, unit, most) =>
  rows.push({ what, value, unit, most, isMissed: most !== null && !(value <= most) });

try {
  await interactive();
  for (const [pipeline, view] of [
    ['Steps2500', 'data'],
    ['Steps5000', 'pipeline'],
  ])
    await panning(pipeline, view);
  await layout();
} finally {
  await chromium.close();
  await server.stop();
  rmSync(snapshot, { recursive: true, force: true });
}
const { total, most } = bundle(process.env.PAGE_DIST ?? fileURLToPath(new URL('dist', ui)));
figure('bundle, gzip -9', Math.round(total / 100) / 10, 'kB', most / 1000);

for (const { what, value, unit, most, isMissed } of rows) {
  const bar = most === null ? '' : `at most ${most} ${unit}${isMissed ? '  MISSED' : ''}`;
  console.log(`${what.padEnd(74)} ${String(value).padStart(8)} ${unit.padEnd(5)} ${bar}`);
}
if (rows.some(({ isMissed }) => isMissed)) process.exitCode = 1;

async function fresh() {
  const context = await chromium.newContext({ viewport: { width: 1440, height: 900 } });
  await pageFiles(context);
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(`exception: ${error.message}`));
  return page;
}

/** From the last byte of the JSON to a graph, and to one that answers a click. */
async function interactive() {
  const ready = [];
  const clicked = [];
  for (let run = 0; run < Number(runs); run += 1) {
    const page = await fresh();
    // A click is sent as soon as a box is there, from within the page: a driver outside would wait for its own checks.
    await page.addInitScript(() => {
      const look = () => {
        const box = document.querySelector('.react-flow__node');
        const details = document.querySelector('main aside h2');
        if (details) performance.mark('clicked');
        else {
          if (box && performance.getEntriesByName('lineage-ready').length > 0) box.click();
          requestAnimationFrame(look);
        }
      };
      requestAnimationFrame(look);
    });
    await page.goto(`${server.url}?pipeline=Steps1000`);
    await page.waitForFunction(() => performance.getEntriesByName('clicked').length > 0, null, { timeout: 60_000 });
    const at = await page.evaluate(() => {
      const mark = (name) => performance.getEntriesByName(name).at(-1)?.startTime;
      const json = performance.getEntriesByType('resource').find(({ name }) => /\/lineage\?/.test(name))?.responseEnd;
      return { json, ready: mark('lineage-ready'), clicked: mark('clicked') };
    });
    ready.push(at.ready - at.json);
    clicked.push(at.clicked - at.json);
    await page.context().close();
  }
  figure('1,000 steps, 2,000 edges: JSON arrived to graph', Math.round(median(ready)), 'ms', 1000);
  figure(
    '1,000 steps, 2,000 edges: JSON arrived to details of a clicked step',
    Math.round(median(clicked)),
    'ms',
    1000,
  );
}

/** Frames while a large graph is dragged about, zoomed so that at least 300 boxes are in view. */
async function panning(pipeline, view) {
  const p50 = [];
  const p95 = [];
  const max = [];
  let boxes = Number.POSITIVE_INFINITY;
  let all = 0;
  for (let run = 0; run < Number(runs); run += 1) {
    const page = await fresh();
    const answer = page.waitForResponse(/\/lineage\?/, { timeout: 60_000 });
    await page.goto(`${server.url}?pipeline=${pipeline}&view=${view}`);
    const lineage = await (await answer).json();
    all = (view === 'data' ? lineage.graphData : lineage.graphPipeline).nodes.length;
    await page.waitForFunction(() => performance.getEntriesByName('lineage-ready').length > 0, null, {
      timeout: 60_000,
    });
    const canvas = await page.locator('.react-flow').boundingBox();
    const middle = { x: canvas.x + canvas.width / 2, y: canvas.y + canvas.height / 2 };
    const inView = () =>
      page.evaluate(({ x, y, width, height }) => {
        const isIn = (box) => box.right > x && box.left < x + width && box.bottom > y && box.top < y + height;
        return [...document.querySelectorAll('.react-flow__node')].filter((one) => isIn(one.getBoundingClientRect()))
          .length;
      }, canvas);
    await page.mouse.move(middle.x, middle.y);
    // From far out inwards, as far as 300 boxes stay in view.
    let seen = await inView();
    for (let step = 0; step < 60 && seen > 900; step += 1) {
      await page.mouse.wheel(0, -120);
      await page.waitForTimeout(60);
      seen = await inView();
    }
    for (let step = 0; step < 60 && seen < 450; step += 1) {
      await page.mouse.wheel(0, 60);
      await page.waitForTimeout(60);
      seen = await inView();
    }
    await page.waitForTimeout(300);
    await page.evaluate(() => {
      window.frames_ = [];
      let last = performance.now();
      const frame = (now) => {
        window.frames_.push(now - last);
        last = now;
        window.pending_ = requestAnimationFrame(frame);
      };
      window.pending_ = requestAnimationFrame(frame);
    });
    const before = await shift(page);
    let isMoved = false;
    const until = Date.now() + 3_500;
    let fewest = seen;
    const free = await emptySpot(page, canvas);
    await page.mouse.move(free.x, free.y);
    await page.mouse.down();
    for (let step = 0; Date.now() < until; step += 1) {
      const angle = step / 14;
      await page.mouse.move(free.x + 140 * Math.sin(angle), free.y + 90 * Math.sin(angle * 0.7));
      if (step % 40 === 39) {
        fewest = Math.min(fewest, await inView());
        isMoved ||= (await shift(page)) !== before;
      }
    }
    await page.mouse.up();
    if (!isMoved) throw new Error('the drag moved nothing');
    const frames = await page.evaluate(() => {
      cancelAnimationFrame(window.pending_);
      return window.frames_.slice(2);
    });
    boxes = Math.min(boxes, fewest);
    p50.push(percentile(frames, 0.5));
    p95.push(percentile(frames, 0.95));
    max.push(Math.max(...frames));
    await page.context().close();
  }
  const what = `${all.toLocaleString('en')} nodes (${view}), ${boxes} or more in view, panning: frame`;
  figure(`${what} p50`, Math.round(median(p50) * 10) / 10, 'ms', null);
  figure(`${what} p95`, Math.round(median(p95) * 10) / 10, 'ms', 60);
  figure(`${what} max`, Math.round(median(max) * 10) / 10, 'ms', null);
  figure('  fewer than 300 of them in view', Math.max(0, 300 - boxes), 'nodes', 0);
}

const shift = (page) =>
  page
    .locator('.react-flow__viewport')
    .first()
    .evaluate((one) => one.style.transform);

/** A place between boxes and controls, where a drag moves the view. */
async function emptySpot(page, { x, y, width, height }) {
  return page.evaluate(
    ([left, top, wide, high]) => {
      for (let at = 0; at < 4000; at += 1) {
        const spot = {
          x: left + wide * (0.3 + 0.4 * ((at * 0.618) % 1)),
          y: top + high * (0.3 + 0.4 * ((at * 0.414) % 1)),
        };
        if (document.elementFromPoint(spot.x, spot.y)?.classList.contains('react-flow__pane')) return spot;
      }
      return { x: left + wide / 2, y: top + high / 2 };
    },
    [x, y, width, height],
  );
}

/** What the positions of 1,000 steps and 2,000 edges cost: the answer with them less the one without. */
async function layout() {
  const ask = async (more) => {
    const began = performance.now();
    const answer = await fetch(`${server.url}lineage?pipeline=Steps1000&view=pipeline${more}`);
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    return performance.now() - began;
  };
  await ask('');
  const times = { plain: [], laid: [] };
  for (let run = 0; run < Math.max(5, Number(runs)); run += 1) {
    times.plain.push(await ask(''));
    times.laid.push(await ask('&layout=lr'));
  }
  const cost = median(times.laid) - median(times.plain);
  figure('layout of 1,000 nodes, 2,000 edges in the server', Math.max(0, Math.round(cost)), 'ms', 500);
}
