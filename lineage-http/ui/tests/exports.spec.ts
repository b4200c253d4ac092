import { readFileSync } from 'node:fs';
import type { Download, Page } from '@playwright/test';
import { HOSTILE } from './accounts';
import { expect, test } from './harness';

async function exported(page: Page, name: string, section = 'Graph of the steps'): Promise<Download> {
  const panel = page.getByRole('main').getByRole('region', { name: section });
  const item = panel.getByRole('button', { name, exact: true });
  if (!(await panel.isVisible())) await page.getByRole('button', { name: 'Export' }).click();
  if (!(await item.isVisible())) await panel.getByText('More formats').click();
  const download = page.waitForEvent('download');
  await item.click();
  return download;
}

const textOf = async (download: Download) => readFileSync(await download.path(), 'utf8');
const CHURN = '?pipeline=CustomerChurnTraining';

test('a picture is saved, and is one', async ({ page, open }) => {
  await open(CHURN);
  const download = await exported(page, 'SVG picture');
  expect(download.suggestedFilename()).toMatch(/^CustomerChurnTraining.*\.svg$/);
  const text = await textOf(download);
  const picture = await page.evaluate((svg) => {
    const root = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
    return { name: root.localName, text: root.textContent };
  }, text);
  expect(picture.name).toBe('svg');
  expect(picture.text).toContain('TrainChurnModel');
});

test('Mermaid and DOT are saved', async ({ page, open }) => {
  await open(CHURN);
  const mermaid = await exported(page, 'Mermaid');
  expect(mermaid.suggestedFilename()).toMatch(/\.mmd$/);
  expect(await textOf(mermaid)).toMatch(/flowchart LR[\s\S]*TrainChurnModel/);
  const dot = await exported(page, 'DOT (Graphviz)');
  expect(dot.suggestedFilename()).toMatch(/\.dot$/);
  expect(await textOf(dot)).toMatch(/digraph[\s\S]*TrainChurnModel/);
});

test('JSON and a list of artifacts with posture are saved', async ({ page, open }) => {
  await open(`${CHURN}&execution=lpn44j5k47gm`);
  const json = JSON.parse(await textOf(await exported(page, 'JSON', 'Everything')));
  expect(json.graph.nodes).toHaveLength(6);
  expect(json.execution.arn).toMatch(/lpn44j5k47gm$/);
  const csv = await exported(page, 'CSV of artifacts with posture', 'Everything');
  expect(csv.suggestedFilename()).toMatch(/^CustomerChurnTraining.*\.csv$/);
  const lines = (await textOf(csv)).trim().split(/\r?\n/);
  expect(lines).toHaveLength(json.graph.artifacts.length + 1);
  expect(lines[0]).toMatch(/uri/);
  expect(lines[0]).toMatch(/encryption/);
  expect(
    lines.some((line) => line.includes('s3://hanbit-growth-lake/raw/customers/') && line.includes('aws:kms')),
  ).toBe(true);
});

test('the forms that other programs draw are saved', async ({ page, open }) => {
  await open(CHURN);
  const cytoscape = JSON.parse(await textOf(await exported(page, 'Cytoscape.js JSON')));
  expect(cytoscape.elements.nodes.length).toBeGreaterThanOrEqual(6);
  const reactflow = JSON.parse(await textOf(await exported(page, 'React Flow JSON')));
  expect(reactflow.nodes).toHaveLength(6);
});

test('what is exported is of the view that is shown', async ({ page, open }) => {
  await open(`${CHURN}&view=data`);
  const mermaid = await textOf(await exported(page, 'Mermaid', 'Graph of the data'));
  expect(mermaid).toContain('customers');
});

test('a link to here is copied', async ({ page, open, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(`${CHURN}&select=step:CheckAuc`);
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByText('Copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
});

test('an export that fails says why', async ({ page, open, trouble }) => {
  trouble.expect(/status of 502/);
  await open(CHURN);
  await page.route(/format=svg/, (route) =>
    route.fulfill({
      status: 502,
      contentType: 'application/problem+json',
      json: { status: 502, message: 'this server may not call sagemaker:DescribePipeline', requestId: 'r-1' },
    }),
  );
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('button', { name: 'SVG picture' }).first().click();
  const alert = page.getByRole('main').getByRole('alert');
  await expect(alert).toContainText('sagemaker:DescribePipeline');
  await expect(alert).toContainText('r-1');
});

test('names that look like markup are text in what is exported', async ({ page, troubled }) => {
  await page.goto(`${troubled.url}?pipeline=Hostile`);
  const svg = await textOf(await exported(page, 'SVG picture'));
  expect(svg).not.toContain(HOSTILE);
  expect(svg).toContain('&lt;img');
});
