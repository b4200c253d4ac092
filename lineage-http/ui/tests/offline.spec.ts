import { expect, prepare, Trouble, test } from './harness';
import { proxy } from './servers';

const TOUR = [
  '',
  '?pipeline=CustomerChurnTraining',
  '?pipeline=CustomerChurnTraining&view=both&select=step:TrainChurnModel',
  '?pipeline=CustomerChurnTraining&view=data&select=data:s3://hanbit-growth-lake/raw/customers/',
  '?tab=features&group=session-signals',
  '?tab=sql',
];

test('the page works below a prefix, and asks for nothing outside of it', async ({ page, demo }) => {
  const gateway = await proxy(demo.url, '/prod/');
  try {
    for (const query of TOUR) {
      await page.goto(gateway.url + query);
      await page.waitForLoadState('networkidle');
      await expect(page.getByRole('main')).toBeVisible();
      await expect(page.getByRole('alert')).toHaveCount(0);
    }
    await page.goto(gateway.url);
    const pipelines = page.getByRole('region', { name: 'Pipelines' });
    await pipelines.getByRole('link', { name: 'CustomerChurnTraining' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('CustomerChurnTraining');
    expect(page.url()).toBe(`${gateway.url}?pipeline=CustomerChurnTraining`);
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('CustomerChurnTraining');
    const opened = page.waitForEvent('popup');
    await page.getByRole('link', { name: 'API', exact: true }).click();
    const docs = await opened;
    await expect(docs).toHaveURL(`${gateway.url}docs/`);
    await docs.waitForLoadState('networkidle');
    await expect(docs.getByText('/sagemaker/catalog')).toBeVisible();
    expect(gateway.strays).toEqual([]);
  } finally {
    await gateway.stop();
  }
});

test('with the network cut off nothing is missing', async ({ browser, demo }) => {
  const trouble = new Trouble();
  // Not even the names of other hosts are known here.
  const context = await browser.newContext();
  await prepare(context, trouble);
  const page = await context.newPage();
  const origins = new Set<string>();
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (/^https?:|^wss?:/.test(url.protocol)) origins.add(url.origin);
  });
  for (const query of TOUR) {
    await page.goto(demo.url + query);
    await page.waitForLoadState('networkidle');
    await expect(page.getByRole('main')).toBeVisible();
  }
  expect([...origins]).toEqual([new URL(demo.url).origin]);
  expect(trouble.unexpected()).toEqual([]);
  await context.close();
});

test('the policy of the page lets nothing else in', async ({ page, demo }) => {
  const response = await page.goto(demo.url);
  const policy = (await response?.headerValue('content-security-policy')) ?? '';
  const directives = policy.split(';').map((one) => one.trim());
  expect(directives).toContain("default-src 'self'");
  expect(directives).toContain("script-src 'self'");
  expect(directives).toContain("style-src 'self'");
  expect(directives).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
  expect(await page.evaluate(() => document.querySelectorAll('script:not([src]), style').length)).toBe(0);
});
