import type { Locator, Page } from '@playwright/test';
import { arrows, box, boxes, graph, showAll, showing } from './graph';
import { details, expect, place, test } from './harness';

const CHURN = '?pipeline=CustomerChurnTraining';
const STEPS = [
  'PrepareFeatures',
  'TrainChurnModel',
  'EvaluateChurnModel',
  'CheckAuc',
  'RegisterChurnModel-RegisterModel',
  'AucTooLow',
];

const trace = (page: Page, name: string) =>
  page.getByRole('main').getByRole('group', { name: 'Trace' }).getByRole('radio', { name, exact: true });

test.describe('Pipeline', () => {
  test('shows each step with its type and status, and how they hang together', async ({ page, open }) => {
    await open(CHURN);
    const pipeline = graph(page);
    await expect(boxes(pipeline)).toHaveCount(6);
    await expect(arrows(pipeline)).toHaveCount(8);
    for (const name of STEPS) await expect(box(pipeline, name)).toBeVisible();
    await expect(box(pipeline, 'TrainChurnModel')).toContainText('Training');
    await expect(box(pipeline, 'TrainChurnModel')).toContainText('Succeeded');
    await expect(box(pipeline, 'AucTooLow')).toContainText('NotStarted');
    await expect(pipeline.getByText('if', { exact: true })).toBeVisible();
    await expect(pipeline.getByText('else', { exact: true })).toBeVisible();
  });

  test('explains the kinds of arrows that are there, and no others', async ({ page, open }) => {
    await open(CHURN);
    const legend = page.getByRole('main').getByRole('list', { name: 'Kinds of arrows' });
    await expect(legend.getByRole('listitem')).toHaveCount(2);
    await expect(legend).toContainText('ref:Get');
    await expect(legend).toContainText('condition');
  });

  test('marks what failed and what still runs', async ({ page, open }) => {
    await open('?region=us-east-1&pipeline=FraudModelRelease');
    await expect(boxes(graph(page)).filter({ hasText: 'Failed' }).first()).toBeVisible();
    await open('?pipeline=StoreDemandForecast');
    await expect(boxes(graph(page)).filter({ hasText: 'Executing' }).first()).toBeVisible();
  });

  test('goes from left to right', async ({ page, open }) => {
    await open(CHURN);
    const left = async (name: string) => (await box(graph(page), name).boundingBox())?.x ?? Number.NaN;
    expect(await left('PrepareFeatures')).toBeLessThan(await left('TrainChurnModel'));
    expect(await left('TrainChurnModel')).toBeLessThan(await left('EvaluateChurnModel'));
    expect(await left('CheckAuc')).toBeLessThan(await left('AucTooLow'));
  });

  test('lets a click select, and a click beside it let go', async ({ page, open }) => {
    await open(CHURN);
    await box(graph(page), 'TrainChurnModel').click();
    await expect(details(page).getByRole('heading', { name: 'TrainChurnModel' })).toBeVisible();
    expect(place(page).get('select')).toBe('step:TrainChurnModel');
    await graph(page)
      .locator('.react-flow__pane')
      .click({ position: { x: 5, y: 5 } });
    await expect(details(page)).toHaveCount(0);
    expect(place(page).has('select')).toBe(false);
    await page.goBack();
    await expect(details(page).getByRole('heading', { name: 'TrainChurnModel' })).toBeVisible();
  });
});

test.describe('Data', () => {
  test('shows data and steps, and who reads and writes', async ({ page, open }) => {
    await open(`${CHURN}&view=data`);
    const data = graph(page, 'data');
    await showAll(data);
    await expect(boxes(data)).toHaveCount(15);
    // One of them between a report and the folder that it lies in.
    await expect(arrows(data)).toHaveCount(17);
    const legend = page.getByRole('main').getByRole('list', { name: 'Kinds of arrows' });
    await expect(legend).toContainText('Reads');
    await expect(legend).toContainText('Writes');
    await box(data, 'customers').click();
    expect(place(page).get('select')).toBe('data:s3://hanbit-growth-lake/raw/customers/');
    await expect(details(page)).toContainText('s3://hanbit-growth-lake/raw/customers/');
  });

  test('joins what lies in other data, for those who trace it', async ({ page, open }) => {
    const grocery = 'data:s3://hanbit-growth-lake/curated/price-history/grocery';
    await open(`?pipeline=StorePriceElasticity&view=data&trace=up&select=${encodeURIComponent(grocery)}`);
    const data = graph(page, 'data');
    await expect(page.getByRole('list', { name: 'Kinds of arrows' })).toContainText('Lies in, or holds');
    const writers = details(page).getByRole('list', { name: 'Written by' });
    await expect(writers).toContainText('AggregatePrices');
    await expect(writers).toContainText('which writes s3://hanbit-growth-lake/curated/price-history around it');
    await expect(box(data, 'store-sales')).toBeVisible();
    await expect(box(data, 'store-sales').locator('[data-hidden]')).toHaveCount(0);
    await expect(data.locator('[data-id="process:AggregatePrices"] [data-hidden]')).toHaveCount(0);
    await expect(data.locator('[data-id="process:FitElasticity"] [data-hidden]')).toHaveCount(1);
    const [shown] = await showing(page.getByRole('main'));
    // Itself, and AggregatePrices with what it reads and writes.
    expect(shown).toBe(5);
    await open(`?pipeline=StorePriceElasticity&view=data&as=table&select=${encodeURIComponent(grocery)}`);
    await expect(page.getByRole('row', { name: /^s3:\S+\/price-history\/grocery / })).toContainText(
      'around it at s3://hanbit-growth-lake/curated/price-history',
    );
  });

  test('tells how well what it shows is kept', async ({ page, open }) => {
    await open('?pipeline=StoreDemandForecast&view=data');
    // An open bucket of the demo account.
    await expect(
      graph(page, 'data')
        .getByTitle(/public/i)
        .first(),
    ).toBeVisible();
  });
});

test.describe('Both', () => {
  test('are side by side, with one selection', async ({ page, open }) => {
    await open(`${CHURN}&view=both`);
    const [pipeline, data] = [graph(page), graph(page, 'data')];
    await showAll(pipeline);
    await showAll(data);
    await expect(boxes(pipeline)).toHaveCount(6);
    await expect(boxes(data).first()).toBeVisible();
    await box(pipeline, 'TrainChurnModel').click();
    await expect(details(page).getByRole('heading', { name: 'TrainChurnModel' })).toBeVisible();
    await expect(data.locator('[data-id="process:TrainChurnModel"]')).toBeInViewport();
    // In the other graph it is large enough to be read.
    await expect.poll(() => scale(data)).toBeGreaterThanOrEqual(0.7);
    await expect(data.locator('[data-id="process:TrainChurnModel"]')).toContainText('TrainChurnModel');
    await details(page)
      .getByRole('link', { name: /\/output\/train$/ })
      .click();
    expect(place(page).get('select')).toMatch(/^data:s3:.*\/output\/train$/);
    // Who writes and reads it is marked among the steps.
    await expect(box(pipeline, 'PrepareFeatures')).toContainText('Writes it');
    await expect(box(pipeline, 'TrainChurnModel')).toContainText('Reads it');
  });
});

const scale = (pane: Locator) =>
  pane.locator('.react-flow__viewport').evaluate((one) => new DOMMatrix(getComputedStyle(one).transform).a);

test.describe('the search', () => {
  test('counts what it finds, and jumps from one to the next', async ({ page, open }) => {
    await open(CHURN);
    await expect(boxes(graph(page))).toHaveCount(6);
    await page.keyboard.press('/');
    const search = page.getByRole('searchbox', { name: 'Search in the graph' });
    await expect(search).toBeFocused();
    await search.fill('ChurnModel');
    const main = page.getByRole('main');
    await expect(main.getByText(/3 matches|of 3/)).toBeVisible();
    expect(place(page).get('filter')).toBe('ChurnModel');
    await search.press('Enter');
    await expect(main.getByText('1 of 3')).toBeVisible();
    await search.press('Enter');
    await expect(main.getByText('2 of 3')).toBeVisible();
    await search.press('Shift+Enter');
    await expect(main.getByText('1 of 3')).toBeVisible();
    await search.fill('nothing like it');
    await expect(main.getByText('No match')).toBeVisible();
  });

  test('brings what it jumps to into view', async ({ page, open }) => {
    await open('?pipeline=RegionalSalesFeatures');
    await page.getByRole('searchbox', { name: 'Search in the graph' }).fill('area-37');
    await page.keyboard.press('Enter');
    await expect(box(graph(page), 'area-37')).toBeInViewport();
  });
});

test.describe('tracing', () => {
  test('shows what is upstream or downstream, and says how much of all that is', async ({ page, open }) => {
    await open(`${CHURN}&select=step:TrainChurnModel`);
    const main = page.getByRole('main');
    await trace(page, 'Upstream').check();
    expect(await showing(main)).toEqual([2, 6]);
    await trace(page, 'Downstream').check();
    expect(await showing(main)).toEqual([5, 6]);
    await trace(page, 'Both ways').check();
    expect(await showing(main)).toEqual([6, 6]);
    expect(place(page).get('trace')).toBe('both');
    await page.reload();
    await expect(trace(page, 'Both ways')).toBeChecked();
  });

  test('brings what it shows into view', async ({ page, open }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await open('?pipeline=RegionalSalesFeatures&view=both&select=step:Features-area-37');
    for (const which of ['pipeline', 'data'] as const) await expect(boxes(graph(page, which)).first()).toBeVisible();
    await expect(graph(page).locator('[data-id="SplitByArea"]')).not.toBeInViewport();
    await trace(page, 'Both ways').check();
    for (const [which, start] of [
      ['pipeline', 'SplitByArea'],
      ['data', 'process:SplitByArea'],
    ] as const)
      await expect(graph(page, which).locator(`[data-id="${start}"]`)).toBeInViewport({ ratio: 0.9 });
  });

  test('goes as far as it is told to', async ({ page, open }) => {
    await open(`${CHURN}&select=step:PrepareFeatures&trace=down`);
    const main = page.getByRole('main');
    await main.getByRole('spinbutton', { name: 'Depth' }).fill('1');
    await expect(main.getByText('Showing 3 of 6')).toBeVisible();
    expect(place(page).get('depth')).toBe('1');
    await main.getByRole('spinbutton', { name: 'Depth' }).fill('');
    await expect(main.getByText('Showing 3 of 6')).toHaveCount(0);
  });

  test('shows the ways from one step to another', async ({ page, open }) => {
    await open(`${CHURN}&select=step:PrepareFeatures`);
    const main = page.getByRole('main');
    await trace(page, 'Path to…').check();
    await box(graph(page), 'CheckAuc').click();
    expect(place(page).get('to')).toBe('step:CheckAuc');
    expect(place(page).get('select')).toBe('step:PrepareFeatures');
    expect(await showing(main)).toEqual([4, 6]);
    await page.reload();
    await expect(main.getByText('Showing 4 of 6')).toBeVisible();
  });

  test('says so where no way leads', async ({ page, open }) => {
    await open(`${CHURN}&select=step:AucTooLow&to=step:RegisterChurnModel-RegisterModel&trace=path`);
    await expect(page.getByText('No path joins the two.')).toBeVisible();
  });
});

test.describe('the view', () => {
  test('zooms in and out, and shows all again', async ({ page, open }) => {
    await open(CHURN);
    await expect(boxes(graph(page))).toHaveCount(6);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const before = await scale(graph(page));
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await expect.poll(() => scale(graph(page))).toBeGreaterThan(before);
    await page.getByRole('button', { name: 'Zoom out' }).click();
    await page.getByRole('button', { name: 'Zoom out' }).click();
    await expect.poll(() => scale(graph(page))).toBeLessThan(before);
    await page.getByRole('button', { name: 'Show all of the graph' }).click();
    await expect.poll(() => scale(graph(page))).toBeCloseTo(before, 1);
  });

  test('has a map of all of it', async ({ page, open }) => {
    await open('?pipeline=RegionalSalesFeatures');
    await expect(graph(page).locator('.react-flow__minimap')).toBeVisible();
  });
});
