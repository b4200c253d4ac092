import type { Page } from '@playwright/test';
import { accessible, expect, test } from './harness';

const CHURN = '?pipeline=CustomerChurnTraining';
const CUSTOMERS = encodeURIComponent('data:s3://hanbit-growth-lake/raw/customers/');

type Act = (page: Page) => Promise<void>;
const ready: Act = async (page) => {
  await page.waitForLoadState('networkidle');
};
const press =
  (name: string): Act =>
  async (page) => {
    await page.getByRole('button', { name }).first().click();
  };

const PLACES: readonly (readonly [what: string, query: string, act?: Act])[] = [
  ['the start', ''],
  ['Pipeline', CHURN],
  ['Pipeline with a step', `${CHURN}&select=step:TrainChurnModel`],
  ['Pipeline, traced', `${CHURN}&select=step:TrainChurnModel&trace=up&filter=churn`],
  ['Data', `${CHURN}&view=data`],
  ['Data with an artifact and its schema', `${CHURN}&view=data&select=${CUSTOMERS}`],
  ['the difference of two schemas', `${CHURN}&view=data&select=${CUSTOMERS}&version=3&against=1`],
  ['Both', `${CHURN}&view=both&select=step:EvaluateChurnModel`],
  ['the tables', `${CHURN}&view=both&as=table&select=step:CheckAuc`],
  ['a failed execution', '?region=us-east-1&pipeline=FraudModelRelease'],
  ['Feature groups', '?tab=features'],
  ['a feature group', '?tab=features&group=customer-churn-scores'],
  ['SQL', '?tab=sql'],
  [
    'SQL with a result',
    '?tab=sql',
    async (page) => {
      await page.getByRole('button', { name: 'Load an example' }).click();
      await page.getByRole('button', { name: 'Show lineage' }).click();
      await expect(page.getByTestId('sql-result')).toBeVisible();
    },
  ],
  ['the open dialog', CHURN, press('Keyboard shortcuts')],
  ['the open export', CHURN, press('Export')],
  ['an open chooser', '', async (page) => page.getByRole('combobox', { name: 'Region' }).click()],
];

for (const scheme of ['light', 'dark'] as const) {
  for (const [what, query, act] of PLACES) {
    test(`axe finds nothing at ${what} in ${scheme}`, async ({ page, open }) => {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await open(query);
      await ready(page);
      await act?.(page);
      await accessible(page, `${what} in ${scheme}`);
    });
  }

  test(`axe finds nothing at failures in ${scheme}`, async ({ page, troubled, trouble }) => {
    trouble.expect(/status of 502/);
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto(`${troubled.url}?pipeline=DescribeDenied`);
    await expect(page.getByRole('main').getByRole('alert')).toBeVisible();
    await accessible(page, 'a failure');
    await page.goto(`${troubled.url}?pipeline=StepsDenied&view=both`);
    await page.getByRole('button', { name: /warnings/ }).click();
    await accessible(page, 'warnings');
  });

  test(`axe finds nothing in Korean in ${scheme}`, async ({ page, open }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await open(`${CHURN}&view=both&select=step:TrainChurnModel`);
    await page.getByRole('combobox', { name: 'Language' }).selectOption('ko');
    await accessible(page, 'the page in Korean');
  });

  test(`axe finds nothing on a narrow screen in ${scheme}`, async ({ page, open }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width: 390, height: 844 });
    await open(`${CHURN}&select=step:TrainChurnModel`);
    await ready(page);
    await accessible(page, 'a narrow screen');
  });
}
