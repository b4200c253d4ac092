import { details, expect, place, test } from './harness';

const CHURN = '?pipeline=CustomerChurnTraining';
const CUSTOMERS = 's3://hanbit-growth-lake/raw/customers/';
const data = (uri: string) => `&view=data&select=${encodeURIComponent(`data:${uri}`)}`;

test.describe('a step', () => {
  test('tells what it read and wrote, when, and how it went', async ({ page, open }) => {
    await open(`${CHURN}&select=step:TrainChurnModel`);
    const aside = details(page);
    await expect(aside.getByRole('heading', { name: 'TrainChurnModel' })).toBeVisible();
    await expect(aside).toContainText('Training');
    await expect(aside).toContainText('Succeeded');
    for (const fact of ['Started', 'Ended', 'Elapsed'])
      await expect(aside.getByText(fact, { exact: true })).toBeVisible();
    await expect(aside.getByRole('list', { name: 'Inputs' }).getByRole('listitem')).toHaveCount(2);
    await expect(aside.getByRole('list', { name: 'Outputs' })).toContainText('model.tar.gz');
    const metrics = aside.getByRole('row', { name: /validation:auc/ });
    await expect(metrics).toContainText('0.86412');
    await expect(aside.getByRole('list', { name: 'Comes after' })).toContainText('PrepareFeatures');
  });

  test('tells which report its metrics come from', async ({ page, open }) => {
    await open(`${CHURN}&select=step:EvaluateChurnModel`);
    await expect(details(page).getByRole('row', { name: /accuracy/ })).toContainText('0.9051');
    await expect(details(page)).toContainText('evaluation.json');
  });

  test('tells what it registered', async ({ page, open }) => {
    await open(`${CHURN}&select=step:RegisterChurnModel-RegisterModel`);
    const registry = details(page).getByRole('region', { name: 'Model registry' });
    await expect(registry).toContainText('customer-churn');
    await expect(registry).toContainText('PendingManualApproval');
  });

  test('tells why it failed', async ({ page, open }) => {
    await open('?region=us-east-1&pipeline=FraudModelRelease&as=table');
    await page
      .getByRole('main')
      .getByRole('row', { name: /Failed/ })
      .first()
      .getByRole('link')
      .first()
      .click();
    await expect(details(page).getByText('Failure reason')).toBeVisible();
  });

  test('tells of each run of a loop', async ({ page, open }) => {
    await open('?pipeline=StorePriceElasticity&select=step:FitElasticity');
    const aside = details(page);
    await expect(aside.getByText('Runs of its items (3)')).toBeVisible();
    await expect(aside.getByText('Started', { exact: true })).toHaveCount(1);
    await aside.getByText('More about run 2').click();
    await expect(aside.getByText('Started', { exact: true })).toHaveCount(2);
  });

  test('leads to the AWS console, and to nowhere else', async ({ page, open }) => {
    await open(`${CHURN}&select=step:TrainChurnModel`);
    const links = details(page).getByRole('link', { name: /AWS console/ });
    await expect(links.first()).toBeVisible();
    for (const link of await links.all()) {
      const to = new URL((await link.getAttribute('href')) ?? '');
      expect(to.protocol).toBe('https:');
      expect(to.host).toMatch(/^([a-z0-9-]+\.)?console\.aws\.amazon\.com$/);
      expect(to.href).toContain('ap-northeast-2');
      await expect(link).toHaveAttribute('rel', /noreferrer|noopener/);
    }
  });

  test('leads to what it reads, and back', async ({ page, open }) => {
    await open(`${CHURN}&view=both&select=step:PrepareFeatures`);
    await details(page).getByRole('link', { name: CUSTOMERS }).click();
    expect(place(page).get('select')).toBe(`data:${CUSTOMERS}`);
    await details(page).getByRole('list', { name: 'Read by' }).getByRole('link', { name: 'PrepareFeatures' }).click();
    await expect(details(page).getByRole('heading', { name: 'PrepareFeatures' })).toBeVisible();
  });

  test('tells the columns of its SQL when asked to', async ({ page, open }) => {
    await open('?pipeline=StorePriceElasticity');
    const asked = page.waitForRequest(/includeColumns=true/);
    await open('?pipeline=StorePriceElasticity&columns=true');
    await asked;
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  });

  test('is let go of by its button', async ({ page, open }) => {
    await open(`${CHURN}&select=step:TrainChurnModel`);
    await details(page).getByRole('button', { name: 'Close the details' }).click();
    await expect(details(page)).toHaveCount(0);
  });
});

test.describe('data', () => {
  test('tells of its bucket, and who writes and reads it', async ({ page, open }) => {
    await open(CHURN + data(CUSTOMERS));
    const aside = details(page);
    await expect(aside).toContainText('aws:kms');
    await expect(aside).toContainText('key/6f0d1c52-8f3e-4b7a-9d56-2b1e7c40a913');
    await expect(aside.getByText('Versioning', { exact: true })).toBeVisible();
    await expect(aside.getByText('No step of this pipeline writes it.')).toBeVisible();
    await expect(aside.getByRole('list', { name: 'Read by' })).toContainText('PrepareFeatures');
    await expect(aside).toContainText('CostCenter');
  });

  test('warns of what is open to the public', async ({ page, open }) => {
    await open(`?pipeline=StoreDemandForecast${data('s3://hanbit-open-data/calendar/holidays-kr.csv')}`);
    await expect(details(page).getByText('Open to the public by its policy.')).toBeVisible();
    await expect(details(page).getByText('Versioning is suspended', { exact: false })).toBeVisible();
  });

  test('that is not in this lineage is said not to be', async ({ page, open }) => {
    await open(CHURN + data('s3://no/such/data'));
    await expect(details(page)).toContainText('s3://no/such/data');
    await expect(details(page)).toContainText('no data');
  });
});

test.describe('the schema of data', () => {
  test('is shown by version, with fields and types', async ({ page, open }) => {
    await open(CHURN + data(CUSTOMERS));
    const schema = details(page).getByRole('region', { name: 'Schema', exact: true });
    const versions = schema.getByRole('combobox', { name: 'Version' });
    await expect(versions).toBeVisible();
    expect(await versions.getByRole('option').count()).toBeGreaterThanOrEqual(3);
    await expect(schema.getByRole('row', { name: /customer_id/ }).first()).toBeVisible();
    await versions.selectOption('1');
    await expect.poll(() => place(page).get('version')).toBe('1');
    await page.reload();
    await expect(versions).toHaveValue('1');
  });

  test('is compared between two versions', async ({ page, open, demo }) => {
    const url = `${demo.url}datasets/hanbit-growth-lake/raw/customers/schema/diff?from=1&to=3`;
    const diff = await (await page.request.get(url)).json();
    await open(`${CHURN}${data(CUSTOMERS)}&version=3&against=1`);
    const schema = details(page).getByRole('region', { name: 'Schema', exact: true });
    const names: string[] = [...diff.added, ...diff.removed, ...diff.changed].map(
      (one) => one.name ?? one.column ?? one,
    );
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) await expect(schema.getByText(name, { exact: true }).first()).toBeVisible();
    await expect(schema.getByText(new RegExp(`\\b${diff.compatibility}\\b`, 'i')).first()).toBeVisible();
  });

  test('is read anew on request', async ({ page, open }) => {
    await open(CHURN + data(CUSTOMERS));
    const read = page.waitForResponse(/\/datasets\/hanbit-growth-lake\/raw\/customers\/schema\?/);
    await details(page).getByRole('button', { name: 'Read now' }).click();
    expect((await read).status()).toBe(200);
    await expect(
      details(page)
        .getByText(/part-|\.csv|\.parquet/)
        .first(),
    ).toBeVisible();
  });

  test('that was never kept is said to be none, and is kept on request', async ({ page, open, trouble }) => {
    trouble.expect(/status of 404/);
    await open(
      `?pipeline=StoreDemandForecast&view=data&select=${encodeURIComponent('data:s3://hanbit-open-data/calendar/holidays-kr.csv')}`,
    );
    const schema = details(page).getByRole('region', { name: 'Schema', exact: true });
    await schema.getByRole('button', { name: 'Read now' }).click();
    const kept = page.waitForResponse((answer) => answer.request().method() === 'POST');
    await schema.getByRole('button', { name: 'Keep as a version' }).click();
    expect([200, 201]).toContain((await kept).status());
    await expect(schema.getByText(/version 1/i).first()).toBeVisible();
  });
});
