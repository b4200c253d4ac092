// What the scripts of this folder share: the browser, the program, and recorded accounts of the end-to-end tests.
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const ui = new URL('../../lineage-http/ui/', import.meta.url);
const require = createRequire(new URL('package.json', ui));

/** A module of the tests, which are TypeScript. */
export async function fromTests(name) {
  const { runnerImport } = await import(pathToFileURL(require.resolve('vite')).href);
  const file = fileURLToPath(new URL(`tests/${name}.ts`, ui));
  const { module } = await runnerImport(file, { root: fileURLToPath(ui), configFile: false, logLevel: 'error' });
  return module;
}

export async function browser() {
  const { chromium } = require('playwright-core');
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** With PAGE_DIST, the page comes from that folder and all else from the program. */
export async function pageFiles(context) {
  const folder = process.env.PAGE_DIST;
  if (!folder) return;
  const { readFileSync } = await import('node:fs');
  const { join } = await import('node:path');
  const names = ['', 'page.js', 'page-sql.js', 'page.css', 'icon.svg'];
  await context.route(
    (url) => names.includes(url.pathname.slice(1)),
    async (route) => {
      const response = await route.fetch();
      const name = new URL(route.request().url()).pathname.slice(1) || 'index.html';
      await route.fulfill({ response, body: readFileSync(join(folder, name)) });
    },
  );
}

export const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
export const percentile = (numbers, part) => {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)];
};
