import { HOSTILE } from './accounts';
import { expect, test } from './harness';

const HTTP_ERROR = /Failed to load resource: the server responded with a status of/;

test('a pipeline that may not be described says so, with the permission and the request', async ({
  page,
  troubled,
  trouble,
}) => {
  trouble.expect(HTTP_ERROR);
  await page.goto(`${troubled.url}?pipeline=DescribeDenied`);
  const alert = page.getByRole('main').getByRole('alert');
  await expect(alert).toContainText('sagemaker:DescribePipeline');
  await expect(alert).toContainText('HTTP 502');
  await expect(alert).toContainText(/Request [0-9a-f-]{36}/);
  const id = /Request ([0-9a-f-]{36})/.exec((await alert.textContent()) ?? '')?.[1];
  expect(troubled.log()).toContain(id);
  const again = page.waitForResponse(/\/lineage\?/);
  await alert.getByRole('button', { name: 'Try again' }).click();
  expect((await again).status()).toBe(502);
});

test('a region that may not be listed says so, and the others stay', async ({ page, troubled }) => {
  await page.goto(`${troubled.url}?region=us-east-1`);
  await expect(page.getByRole('alert').first()).toContainText('sagemaker:ListPipelines');
  await expect(page.getByText('There are no pipelines')).toHaveCount(0);
});

test('a region without pipelines says so', async ({ page, troubled }) => {
  await page.goto(`${troubled.url}?region=eu-west-1`);
  await expect(page.getByText('There are no pipelines in this region.')).toBeVisible();
});

test('feature groups that may not be listed say so', async ({ page, troubled, trouble }) => {
  trouble.expect(HTTP_ERROR);
  await page.goto(`${troubled.url}?region=us-east-1&tab=features`);
  await expect(page.getByRole('main').getByRole('alert')).toContainText('sagemaker:ListFeatureGroups');
});

test('what was denied on the way is listed beside what was read', async ({ page, troubled }) => {
  await page.goto(`${troubled.url}?pipeline=StepsDenied`);
  const warnings = page.getByRole('button', { name: /\d+ warnings?/ });
  await warnings.click();
  const main = page.getByRole('main');
  await expect(main.getByText('sagemaker:ListPipelineExecutionSteps', { exact: true }).first()).toBeVisible();
  await expect(main.getByText('s3:GetBucketVersioning', { exact: true }).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(main.getByText('s3:GetBucketVersioning', { exact: true })).toHaveCount(0);
  await expect(warnings).toBeFocused();
});

test('what was denied of a bucket is unknown, and not called safe', async ({ page, troubled }) => {
  const uri = encodeURIComponent('data:s3://secret/model/');
  await page.goto(`${troubled.url}?pipeline=Whole&view=data&select=${uri}`);
  const aside = page.getByRole('complementary');
  await expect(aside.getByText('Unknown').first()).toBeVisible();
  await expect(aside.getByText('Blocked', { exact: true })).toHaveCount(0);
});

test('a pipeline that never ran is shown whole', async ({ page, troubled }) => {
  await page.goto(`${troubled.url}?pipeline=NeverRun&as=table`);
  await expect(page.getByText('No execution yet', { exact: true })).toBeVisible();
  await expect(page.getByRole('main').getByText('Prepare', { exact: true }).first()).toBeVisible();
});

test('whether a pipeline ran is unknown where its executions may not be listed', async ({
  page,
  troubled,
  trouble,
}) => {
  // So may those to choose from.
  trouble.expect(HTTP_ERROR);
  await page.goto(`${troubled.url}?pipeline=RunsDenied&select=step:Prepare`);
  const aside = page.getByRole('complementary');
  await expect(aside).toContainText('Unknown: executions could not be read (sagemaker:ListPipelineExecutions)');
  await expect(page.getByTitle(/Prepare.*Runs could not be read/).first()).toBeVisible();
  await page.goto(`${troubled.url}?pipeline=RunsDenied&as=table`);
  const row = page
    .getByRole('table')
    .first()
    .getByRole('row', { name: /Prepare/ });
  await expect(row.first()).toContainText('Runs could not be read');
  await page.goto(`${troubled.url}?pipeline=NeverRun&select=step:Prepare`);
  await expect(aside).toContainText('The pipeline has never run');
  await page.goto(`${troubled.url}?pipeline=NeverRun&execution=none&select=step:Prepare`);
  await expect(aside).toContainText('No execution was asked for');
});

test('a pipeline without steps is no empty canvas', async ({ page, troubled }) => {
  for (const query of ['', '&view=data', '&view=both', '&as=table']) {
    await page.goto(`${troubled.url}?pipeline=NoSteps${query}`);
    await expect(
      page
        .getByRole('main')
        .getByText(/(no|without) (steps|data|artifacts|nodes)|has none|nothing/i)
        .first(),
    ).toBeVisible();
  }
});

test('a pipeline that is not there says so', async ({ page, open, trouble }) => {
  trouble.expect(HTTP_ERROR);
  await open('?pipeline=NoSuchPipeline');
  const alert = page.getByRole('main').getByRole('alert');
  await expect(alert).toContainText('pipeline not found');
  await expect(alert).toContainText('HTTP 404');
});

test('an execution that is not there says so', async ({ page, open, trouble }) => {
  trouble.expect(HTTP_ERROR);
  await open('?pipeline=CustomerChurnTraining&execution=nosuchexecution');
  await expect(page.getByRole('main').getByRole('alert')).toContainText(/HTTP 4\d\d/);
  // The way out of it is still there.
  await page.getByRole('combobox', { name: 'Execution' }).selectOption('');
  await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0);
});

test('a server that is gone is not taken for an empty one', async ({ page, open, trouble }) => {
  trouble.expect(/ERR_FAILED|ERR_CONNECTION/);
  await open();
  await expect(page.getByRole('link', { name: 'CustomerChurnTraining' })).toBeVisible();
  await page.route('**/lineage?*', (route) => route.abort());
  await page.getByRole('link', { name: 'CustomerChurnTraining' }).click();
  const alert = page.getByRole('main').getByRole('alert');
  await expect(alert).toContainText('The server does not answer.');
  await page.unroute('**/lineage?*');
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('main').getByText('Succeeded').filter({ visible: true }).first()).toBeVisible();
});

test('an answer of something before the server is shown for what it is', async ({ page, open, trouble }) => {
  trouble.expect(HTTP_ERROR);
  await page.route('**/lineage?*', (route) =>
    route.fulfill({ status: 503, contentType: 'text/html', body: '<h1>busy</h1>' }),
  );
  await open('?pipeline=CustomerChurnTraining');
  await expect(page.getByRole('main').getByRole('alert')).toContainText('HTTP 503');
});

test.describe('names that look like markup', () => {
  const views = [
    '',
    '&view=data',
    '&view=both',
    '&view=both&as=table',
    `&select=${encodeURIComponent(`step:${HOSTILE}`)}`,
  ];

  test('are text in the list, and in what the server says of them', async ({ page, troubled, trouble }) => {
    trouble.expect(HTTP_ERROR);
    await page.goto(`${troubled.url}?pipeline=${encodeURIComponent(HOSTILE)}`);
    await expect(page.getByRole('link', { name: HOSTILE })).toBeVisible();
    await expect(page.getByRole('heading', { level: 1, name: HOSTILE })).toBeVisible();
    await expect(page.getByRole('main').getByRole('alert')).toContainText(HOSTILE);
    await expect(page.locator('img[src=x], [onerror]')).toHaveCount(0);
  });

  for (const query of views) {
    test(`are text at ${query || 'the pipeline'}`, async ({ page, troubled }) => {
      await page.goto(`${troubled.url}?pipeline=Hostile${query}`);
      await expect(page.getByRole('main').getByText(HOSTILE).first()).toBeVisible();
      await expect(page.locator('img[src=x], [onerror]')).toHaveCount(0);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    });
  }

  test('are text in an address', async ({ page, troubled }) => {
    const text = encodeURIComponent(HOSTILE);
    await page.goto(`${troubled.url}?pipeline=Hostile&filter=${text}&select=data:${text}&domain=${text}&group=${text}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.locator('img[src=x], [onerror]')).toHaveCount(0);
  });

  test('are text in what is exported as a picture', async ({ page, troubled }) => {
    await page.goto(`${troubled.url}?pipeline=Hostile`);
    const svg = await page.request.get(`${troubled.url}lineage?pipeline=Hostile&format=svg&view=both`);
    expect(svg.status()).toBe(200);
    const bad = await page.evaluate(
      (text) => {
        const picture = new DOMParser().parseFromString(text, 'image/svg+xml');
        const elements = [...picture.querySelectorAll('*')];
        return elements.filter(
          (one) => ['img', 'script', 'parsererror'].includes(one.localName) || one.hasAttribute('onerror'),
        ).length;
      },
      await svg.text(),
    );
    expect(bad).toBe(0);
  });
});
