import type { Page } from '@playwright/test';
import { expect, test } from './harness';

const field = (page: Page) => page.getByRole('main').getByRole('textbox', { name: 'SQL', exact: true });
const result = (page: Page) => page.getByTestId('sql-result');

const INSERT = `INSERT INTO mart.daily
SELECT o.day, sum(o.amount) AS total, c.country
FROM shop.orders o JOIN shop.customers c ON o.customer = c.id
WHERE o.state = 'paid'
GROUP BY o.day, c.country;`;

async function run(page: Page, sql: string): Promise<void> {
  await field(page).fill(sql);
  await page.getByRole('button', { name: 'Show lineage' }).click();
}

test('the columns of a statement are drawn, and told as a table', async ({ page, open }) => {
  await open('?tab=sql');
  await run(page, INSERT);
  await expect(result(page).getByText(/Read as \w+/)).toBeVisible();
  const map = result(page).locator('.react-flow');
  for (const table of ['shop.orders', 'shop.customers', 'mart.daily'])
    await expect(map.locator('.react-flow__node').filter({ hasText: table })).toBeVisible();
  await expect(map.locator('.react-flow__edge')).toHaveCount(3);
  const mapping = result(page).getByRole('table').filter({ hasText: 'mart.daily' }).first();
  await expect(mapping.getByRole('row', { name: /total/ })).toContainText('shop.orders.amount');
  await expect(mapping.getByRole('row', { name: /total/ })).toContainText('AGGREGATION');
  await page.getByRole('checkbox', { name: /Indirect edges/ }).check();
  await expect.poll(() => map.locator('.react-flow__edge').count()).toBeGreaterThan(3);
});

test('the example runs, by keys alone', async ({ page, open }) => {
  await open('?tab=sql');
  await page.getByRole('button', { name: 'Load an example' }).click();
  await expect(field(page)).not.toHaveValue('');
  await field(page).focus();
  await page.keyboard.press('Control+Enter');
  await expect(result(page).getByRole('table').first()).toBeVisible();
  await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0);
});

test('SQL that cannot be read is told by line and column', async ({ page, open, trouble }) => {
  trouble.expect(/status of 422/);
  await open('?tab=sql');
  await run(page, 'SELECT a\nFROM t WHERE (((');
  const alert = page.getByRole('main').getByRole('alert');
  await expect(alert).toContainText(/line 2/i);
  await alert.getByRole('button', { name: /line 2/i }).click();
  await expect(field(page)).toBeFocused();
});

test('a statement that cannot be read does not hide the others', async ({ page, open }) => {
  await open('?tab=sql');
  await run(page, 'INSERT INTO a SELECT x FROM b;\nTHIS IS NO SQL;\nINSERT INTO c SELECT x FROM a;');
  await expect(result(page)).toContainText('Showing 2 of 3 statements');
  await expect(result(page)).toContainText('1 could not be read');
});

test('a query without a target is shown as one', async ({ page, open }) => {
  await open('?tab=sql');
  await run(page, 'SELECT a, * FROM t');
  await expect(result(page)).toContainText('None: the result of a query');
  await expect(result(page)).toContainText('*');
});

test('SQL stays out of addresses and storage', async ({ page, open }) => {
  const urls: string[] = [];
  page.on('request', (request) => urls.push(request.url()));
  await open('?tab=sql');
  await run(page, "SELECT x FROM t WHERE password = 'hunter2'");
  await expect(result(page)).toBeVisible();
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href, history.state]),
  );
  expect(kept).not.toContain('hunter2');
  expect(urls.join(' ')).not.toContain('hunter2');
});

test('names in SQL that look like markup are text', async ({ page, open }) => {
  await open('?tab=sql');
  await run(page, 'INSERT INTO "<img src=x onerror=alert(1)>" SELECT "<b>x</b>" FROM "<script>alert(1)</script>"');
  await expect(result(page).getByText('<img src=x onerror=alert(1)>').first()).toBeVisible();
  await expect(page.locator('img[src=x], main script, main b')).toHaveCount(0);
});
