import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { test as base, expect } from './harness';
import { apiKey, freePort, provider, type Server, start } from './servers';

/** Playwright runs in the folder of the page. */
const PROVIDER = resolve('../../ci/page/provider.mjs');

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

test.describe('by an identity provider', () => {
  const organised = test.extend<{ server: Server }>({
    server: async ({ page }, use) => {
      const issuer = await provider(PROVIDER, ['--scopes', 'catalog:read lineage:read schema:read']);
      const port = await freePort();
      const server = await start({
        port,
        args: ['--dataset-buckets', '*'],
        env: {
          // The issuer is the address as it was printed, without a slash at its end.
          OIDC_ISSUER: issuer.url.replace(/\/$/, ''),
          OIDC_AUDIENCE: 'lineage',
          OIDC_CLIENT_ID: 'lineage-web',
          OIDC_REDIRECT_URL: `http://127.0.0.1:${port}/auth/callback`,
        },
      });
      await use(server);
      // What the page still asks for is of no interest any more.
      await page.goto('about:blank');
      await server.stop();
      await issuer.stop();
    },
  });
  const toProvider = (page: Page) => page.getByRole('button', { name: 'Sign in with your organisation' });

  organised('leads back to the view that was asked for', async ({ page, context, server }) => {
    const here = `${server.url}?pipeline=CustomerChurnTraining&view=both&select=step%3ATrainChurnModel&filter=a%26b`;
    await page.goto(here);
    await expect(page.getByLabel('API key')).toHaveCount(0);
    await toProvider(page).click();
    await expect(page.getByRole('heading', { name: 'Sign-in' })).toBeVisible();
    const asked = new URL(page.url()).searchParams;
    expect(asked.get('response_type')).toBe('code');
    expect(asked.get('code_challenge_method')).toBe('S256');
    await page.getByRole('button', { name: 'Sign in as Ada' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'CustomerChurnTraining' })).toBeVisible();
    expect(page.url()).toBe(here);
    await expect(page.getByText(/Signed in as/)).toBeVisible();

    const cookies = await context.cookies();
    expect(cookies.map((one) => one.name)).toEqual(['__Host-lineage-session']);
    expect(cookies[0]).toMatchObject({
      httpOnly: true,
      secure: true,
      sameSite: 'Strict',
      path: '/',
      domain: '127.0.0.1',
    });
    expect(
      await page.evaluate(() => document.cookie + JSON.stringify({ ...localStorage, ...sessionStorage })),
    ).not.toContain(cookies[0]?.value);
    expect(server.log()).not.toContain(cookies[0]?.value);
    await page.reload();
    await expect(page.getByRole('heading', { level: 1, name: 'CustomerChurnTraining' })).toBeVisible();
  });

  organised('is over when somebody signs out', async ({ page, context, server }) => {
    await page.goto(`${server.url}?pipeline=CustomerChurnTraining`);
    await toProvider(page).click();
    await page.getByRole('button', { name: 'Sign in as Ada' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(toProvider(page)).toBeVisible();
    expect(await context.cookies()).toEqual([]);
    await page.reload();
    await expect(toProvider(page)).toBeVisible();
    await expect(page.getByText('CustomerChurnTraining')).toHaveCount(0);
  });

  organised('that was refused is said to have been', async ({ page, context, server }) => {
    await page.goto(`${server.url}?pipeline=CustomerChurnTraining`);
    await toProvider(page).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByRole('alert')).toContainText('did not let you in');
    expect(new URL(page.url()).searchParams.get('pipeline')).toBe('CustomerChurnTraining');
    expect((await context.cookies()).map((one) => one.name)).not.toContain('__Host-lineage-session');
    // It is no dead end.
    await toProvider(page).click();
    await page.getByRole('button', { name: 'Sign in as Ada' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'CustomerChurnTraining' })).toBeVisible();
    expect(new URL(page.url()).searchParams.has('signInError')).toBe(false);
  });

  organised('counts for the pages of this server alone', async ({ page, server }) => {
    await page.goto(server.url);
    await toProvider(page).click();
    await page.getByRole('button', { name: 'Sign in as Ada' }).click();
    await expect(page.getByRole('link', { name: 'CustomerChurnTraining' })).toBeVisible();
    const catalog = `${server.url}sagemaker/catalog`;
    const other = createServer((_, answer) =>
      answer.writeHead(200, { 'content-type': 'text/html' }).end(`<a href="${catalog}">there</a>`),
    );
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    // Another port is the same site but another origin; cookies do not tell the two apart.
    await page.goto(`http://127.0.0.1:${address.port}/another`);
    const asked = page.waitForResponse(catalog);
    await page.getByRole('link', { name: 'there' }).click();
    expect((await asked).status()).toBe(401);
    expect((await (await asked).request().allHeaders()).cookie).toContain('__Host-lineage-session');
    other.closeAllConnections();
    other.close();
  });

  organised('takes nobody to another host', async ({ page, server }) => {
    for (const returnTo of ['//evil.example/', 'https://evil.example/', '\\\\evil.example', '/auth/login']) {
      await page.goto(`${server.url}auth/login?returnTo=${encodeURIComponent(returnTo)}`);
      await page.getByRole('button', { name: 'Sign in as Ada' }).click();
      await expect(page.getByRole('link', { name: 'CustomerChurnTraining' })).toBeVisible();
      expect(page.url()).toBe(server.url);
      await page.getByRole('button', { name: 'Sign out' }).click();
      await expect(toProvider(page)).toBeVisible();
    }
  });
});
