import type { Locator, Page } from '@playwright/test';
import { arrows, boxes, graph, showAll } from './graph';
import { details, expect, form, place, test, view } from './harness';

const table = (page: Page, name: string): Locator => page.getByRole('main').getByRole('region', { name, exact: true });
/** Without the header. */
const rows = (within: Locator) => within.locator('tbody').getByRole('row');

for (const pipeline of ['CustomerChurnTraining', 'RegionalSalesFeatures', 'StorePriceElasticity']) {
  test(`the tables of ${pipeline} hold what the server tells, and the graph shows no more`, async ({
    page,
    open,
    demo,
  }) => {
    const query = `pipeline=${pipeline}&includeLatestExec=true&includeDeployments=true&view=both&region=ap-northeast-2`;
    const lineage = await (await page.request.get(`${demo.url}lineage?${query}`)).json();
    await open(`?pipeline=${pipeline}&view=both&as=table`);
    await expect(rows(table(page, 'Steps'))).toHaveCount(lineage.graphPipeline.nodes.length);
    await expect(rows(table(page, 'Edges'))).toHaveCount(lineage.graphPipeline.edges.length);
    await expect(rows(table(page, 'Artifacts'))).toHaveCount(lineage.graph.artifacts.length);
    await form(page, 'Graph').check();
    await view(page, 'Pipeline').check();
    await showAll(graph(page));
    await expect(boxes(graph(page))).toHaveCount(lineage.graphPipeline.nodes.length);
    if (pipeline !== 'RegionalSalesFeatures') {
      await expect(arrows(graph(page))).toHaveCount(lineage.graphPipeline.edges.length);
      await view(page, 'Data').check();
      await showAll(graph(page, 'data'));
      await expect(boxes(graph(page, 'data'))).toHaveCount(lineage.graphData.nodes.length);
    }
  });
}

test('each view has the tables of its own', async ({ page, open }) => {
  await open('?pipeline=CustomerChurnTraining&as=table');
  await expect(table(page, 'Steps')).toBeVisible();
  await expect(table(page, 'Artifacts')).toHaveCount(0);
  await view(page, 'Data').check();
  await expect(table(page, 'Artifacts')).toBeVisible();
  await expect(table(page, 'Steps')).toHaveCount(0);
});

test('a text narrows the tables down, and is in the address', async ({ page, open }) => {
  await open('?pipeline=CustomerChurnTraining&view=both&as=table');
  await page.getByRole('searchbox', { name: 'Filter the tables' }).fill('EvaluateChurn');
  await expect(table(page, 'Steps').getByText('Showing 1 of 6')).toBeVisible();
  await expect(rows(table(page, 'Steps'))).toHaveCount(1);
  expect(place(page).get('filter')).toBe('EvaluateChurn');
  await page.reload();
  await expect(rows(table(page, 'Steps'))).toHaveCount(1);
  await page.getByRole('searchbox', { name: 'Filter the tables' }).fill('nothing like it');
  await expect(table(page, 'Steps').getByText('Nothing matches.')).toBeVisible();
});

test('a header sorts, and says how', async ({ page, open }) => {
  await open('?pipeline=CustomerChurnTraining&as=table');
  const steps = table(page, 'Steps');
  const header = steps.getByRole('columnheader', { name: /^Name/ });
  await header.getByRole('button').click();
  await expect(header).toHaveAttribute('aria-sort', 'ascending');
  await expect(rows(steps).first()).toContainText('AucTooLow');
  await header.getByRole('button').click();
  await expect(header).toHaveAttribute('aria-sort', 'descending');
  await expect(rows(steps).first()).toContainText('TrainChurnModel');
});

test('a name selects', async ({ page, open }) => {
  await open('?pipeline=CustomerChurnTraining&view=both&as=table');
  await table(page, 'Steps').getByRole('rowheader').getByRole('link', { name: 'CheckAuc' }).click();
  await expect(details(page).getByRole('heading', { name: 'CheckAuc' })).toBeVisible();
  await table(page, 'Artifacts').getByRole('link', { name: 's3://hanbit-growth-lake/raw/customers/' }).first().click();
  expect(place(page).get('select')).toBe('data:s3://hanbit-growth-lake/raw/customers/');
});

test('artifacts tell how well they are kept', async ({ page, open }) => {
  await open('?pipeline=CustomerChurnTraining&view=data&as=table');
  const row = rows(table(page, 'Artifacts')).filter({ hasText: 's3://hanbit-growth-lake/raw/customers/' });
  await expect(row).toContainText('aws:kms');
  await expect(row).toContainText('PrepareFeatures');
});
