import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from './harness';
import { apiKey, type Server, start } from './servers';

const test = base.extend<object, { locked: Server & { key: string; weak: string } }>({
  locked: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern.
    async ({}, use, { workerIndex }) => {
      const ada = apiKey('ada', ['catalog:read', 'lineage:read', 'schema:read']);
      const ben = apiKey('ben', ['catalog:read']);
      const file = join(tmpdir(), `lineage-keys-${process.pid}-${workerIndex}.toml`);
      writeFileSync(file, ada.toml + ben.toml, { mode: 0o600 });
      const server = await start({ args: ['--api-keys', file, '--dataset-buckets', '*'] });
      await use({ ...server, key: ada.key, weak: ben.key });
      await server.stop();
      rmSync(file);
    },
    { scope: 'worker' },
  ],
});

test.beforeEach(({ trouble }) => {
  trouble.expect(/Failed to load resource: the server responded with a status of 40[13]/);
});

const CHURN = '?pipeline=CustomerChurnTraining&view=data';

test('a wrong key is refused, the right one lets in to what was asked for', async ({ page, locked }) => {
  await page.goto(locked.url + CHURN);
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  const field = page.getByLabel('API key');
  await expect(field).toHaveAttribute('type', 'password');
  await field.fill('slk_0000000000000000000000000000000000000000');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('does not take this key');
  await field.fill(locked.key);
  await page.getByRole('button', { name: 'Sign in with the key' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'CustomerChurnTraining' })).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Data' })).toBeChecked();
  await expect(page.getByText('Signed in as key:ada')).toBeVisible();
});

test('a key is kept in memory alone', async ({ page, locked }) => {
  const urls: string[] = [];
  page.on('request', (request) => urls.push(request.url()));
  await page.goto(locked.url + CHURN);
  await page.getByLabel('API key').fill(locked.key);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Signed in as key:ada')).toBeVisible();
  const kept = await page.evaluate(async () => ({
    local: JSON.stringify(localStorage),
    session: JSON.stringify(sessionStorage),
    cookie: document.cookie,
    databases: await indexedDB.databases(),
    caches: await caches.keys(),
    state: JSON.stringify(history.state),
    html: document.documentElement.outerHTML,
  }));
  expect(JSON.stringify(kept)).not.toContain(locked.key);
  expect(kept.databases).toEqual([]);
  expect(await page.context().cookies()).toEqual([]);
  expect(urls.filter((url) => url.includes(locked.key))).toEqual([]);
  expect(locked.log()).not.toContain(locked.key);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});

test('signing out leaves nothing to look at', async ({ page, locked }) => {
  await page.goto(locked.url + CHURN);
  await page.getByLabel('API key').fill(locked.key);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByText('CustomerChurnTraining')).toHaveCount(0);
  const { status } = await page.evaluate(async () => ({ status: (await fetch('me')).status }));
  expect(status).toBe(401);
});

test('what a key may not be used for is refused in words', async ({ page, locked }) => {
  await page.goto(`${locked.url}?pipeline=CustomerChurnTraining`);
  await page.getByLabel('API key').fill(locked.weak);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'CustomerChurnTraining' }).first()).toBeVisible();
  const alert = page.getByRole('main').getByRole('alert');
  await expect(alert).toContainText('HTTP 403');
  await expect(alert).toContainText('lineage:read');
});
