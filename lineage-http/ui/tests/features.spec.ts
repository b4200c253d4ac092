import { chooser, expect, place, test } from './harness';

test('feature groups are listed, searched, and shown', async ({ page, open }) => {
  await open();
  await page.getByRole('link', { name: 'Feature groups' }).click();
  expect(place(page).get('tab')).toBe('features');
  const main = page.getByRole('main');
  await expect(main.getByRole('link', { name: /customer-churn-scores/ })).toBeVisible();
  await expect(main.getByRole('link', { name: /session-signals/ })).toBeVisible();
  await main.getByRole('searchbox').first().fill('session');
  await expect(main.getByRole('link', { name: /customer-churn-scores/ })).toHaveCount(0);
  await expect(main.getByText(/Showing 1 of \d+/)).toBeVisible();
  await main.getByRole('link', { name: /session-signals/ }).click();
  expect(place(page).get('group')).toBe('session-signals');
  for (const feature of ['customer_id', 'sessions_24h', 'taste', 'seen_at'])
    await expect(main.getByRole('row', { name: new RegExp(feature) })).toBeVisible();
  await expect(main.getByRole('row', { name: /customer_id/ })).toContainText(/record identifier/i);
  await expect(main.getByRole('row', { name: /seen_at/ })).toContainText(/event time/i);
  await expect(main).toContainText('InMemory');
});

test('an offline store is told in full', async ({ page, open }) => {
  await open('?tab=features&group=customer-churn-scores');
  const main = page.getByRole('main');
  await expect(main.getByText(/^s3:\/\//).first()).toBeVisible();
  await expect(main).toContainText('arn:aws:iam::111122223333:role/');
});

test('descriptions are read on request', async ({ page, open }) => {
  await open('?tab=features&group=customer-churn-scores');
  const asked = page.waitForResponse(/includeDescriptions=true/);
  await page.getByRole('button', { name: /descriptions/i }).click();
  expect((await asked).status()).toBe(200);
});

test('another region has other groups', async ({ page, open }) => {
  await open('?tab=features&group=session-signals');
  await chooser(page, 'Region').fill('us');
  await page.getByRole('option', { name: 'us-east-1' }).click();
  await expect(page.getByRole('main').getByRole('link', { name: /merchant-risk-profile/ })).toBeVisible();
  expect(place(page).has('group')).toBe(false);
});

test('a group that is not there says so', async ({ page, open, trouble }) => {
  trouble.expect(/status of 404/);
  await open('?tab=features&group=no-such-group');
  await expect(page.getByRole('main').getByRole('alert')).toContainText('HTTP 404');
});
