import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import { troubledAccount } from './accounts';
import { type Server, start } from './servers';

/** What happened on a page that should not: a test fails on any of it, unless it said that it would come. */
export class Trouble {
  readonly seen: string[] = [];
  // Of data without a kept schema this is the answer; the browser itself reports any 404.
  private readonly expected: RegExp[] = [/status of 404 .*\/schema\/versions/];

  /** What this test brings about on purpose. */
  expect(...patterns: RegExp[]): void {
    this.expected.push(...patterns);
  }

  unexpected(): string[] {
    return this.seen.filter((line) => !this.expected.some((pattern) => pattern.test(line)));
  }

  watch(page: Page): void {
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type()))
        this.seen.push(`${message.type()}: ${message.text()} ${message.location().url}`);
    });
    page.on('pageerror', (error) => this.seen.push(`exception: ${error.message}`));
    page.on('dialog', (dialog) => {
      this.seen.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
  }
}

const PAGE_FILES = ['page.js', 'page-sql.js', 'page.css', 'icon.svg'];

/** With PAGE_DIST, the page comes from that folder and all else from the program: no build of Rust for a change of the page. */
async function fromFolder(context: BrowserContext, folder: string): Promise<void> {
  await context.route(
    (url) => /^\/(prod\/)?(page\.js|page-sql\.js|page\.css|icon\.svg)?$/.test(url.pathname),
    async (route) => {
      const name = new URL(route.request().url()).pathname.split('/').at(-1) ?? '';
      if (name !== '' && !PAGE_FILES.includes(name)) return route.fallback();
      const response = await route.fetch();
      if (response.status() !== 200) return route.fulfill({ response });
      // The policy is the program's own.
      return route.fulfill({ response, body: readFileSync(join(folder, name || 'index.html')) });
    },
  );
}

const isHere = (url: URL) => ['127.0.0.1', 'localhost'].includes(url.hostname) || /^(data|blob):$/.test(url.protocol);

/** Cuts the network off beyond this machine, and notes who wanted more. */
async function cutOff(context: BrowserContext, trouble: Trouble): Promise<void> {
  await context.route(
    (url) => !isHere(url),
    (route) => {
      trouble.seen.push(`request to another host: ${route.request().url()}`);
      return route.abort();
    },
  );
}

/** A context as every test has one. */
export async function prepare(context: BrowserContext, trouble: Trouble): Promise<void> {
  if (process.env.PAGE_DIST) await fromFolder(context, process.env.PAGE_DIST);
  await cutOff(context, trouble);
  context.on('page', (page) => trouble.watch(page));
}

interface PerTest {
  trouble: Trouble;
  /** Opens the page of the demo account at a query such as `?pipeline=a`. */
  open: (query?: string) => Promise<void>;
}

interface PerWorker {
  demo: Server;
  /** An account that denies, and names that are not what they seem. */
  troubled: Server;
}

export const test = base.extend<PerTest, PerWorker>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern.
    async ({}, use) => {
      const server = await start();
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  troubled: [
    // biome-ignore lint/correctness/noEmptyPattern: as above
    async ({}, use) => {
      const snapshot = troubledAccount();
      const server = await start({ snapshot, regions: ['ap-northeast-2', 'eu-west-1', 'us-east-1'] });
      await use(server);
      await server.stop();
      rmSync(snapshot, { recursive: true });
    },
    { scope: 'worker' },
  ],
  trouble: [
    async ({ context }, use) => {
      const trouble = new Trouble();
      await prepare(context, trouble);
      await use(trouble);
      // What is still being answered is of no interest any more.
      await context.unrouteAll({ behavior: 'ignoreErrors' });
      expect(trouble.unexpected(), 'errors, warnings, dialogs and requests to other hosts').toEqual([]);
    },
    { auto: true },
  ],
  open: async ({ page, demo, trouble }, use) => {
    void trouble;
    await use(async (query = '') => {
      await page.goto(demo.url + query);
    });
  },
});

export { expect };

/** All rules of WCAG 2.2 A and AA, and what is good practice beyond it. */
export async function accessible(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.slice(0, 5).map((node) => `${node.target.join(' ')}: ${node.any[0]?.message ?? node.html}`),
    count: nodes.length,
  }));
  expect(found, `axe on ${what}`).toEqual([]);
}

/** The page scrolls in its parts, and never sideways as a whole. */
export async function fitsSideways(page: Page): Promise<void> {
  const [wide, seen] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(wide).toBeLessThanOrEqual(seen ?? 0);
}

export const chooser = (page: Page, name: string | RegExp) => page.getByRole('combobox', { name });
export const view = (page: Page, name: string) =>
  page.getByRole('group', { name: 'View' }).getByRole('radio', { name, exact: true });
export const form = (page: Page, name: string) =>
  page.getByRole('group', { name: 'Shown as' }).getByRole('radio', { name, exact: true });
export const details = (page: Page) => page.getByRole('complementary');
export const place = (page: Page) => new URL(page.url()).searchParams;

/** What a browser with other settings shows. */
export async function withSettings(
  browser: Browser,
  trouble: Trouble,
  options: Parameters<Browser['newContext']>[0],
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext(options);
  await prepare(context, trouble);
  await use(await context.newPage());
  await context.unrouteAll({ behavior: 'ignoreErrors' });
  await context.close();
}
