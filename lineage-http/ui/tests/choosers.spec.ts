import { chooser, details, expect, form, place, test, view } from './harness';

const CHURN = '?pipeline=CustomerChurnTraining';

test('a pipeline is found by a part of its name', async ({ page, open }) => {
  await open();
  await expect(page.getByText('Choose a pipeline')).toBeVisible();
  const pipelines = page.getByRole('region', { name: 'Pipelines' });
  await expect(pipelines.getByRole('listitem')).toHaveCount(7);
  await page.getByRole('searchbox', { name: 'Search pipelines' }).fill('churn');
  await expect(pipelines.getByText('Showing 2 of 7')).toBeVisible();
  await expect(pipelines.getByRole('listitem')).toHaveCount(2);
  await page.getByRole('searchbox', { name: 'Search pipelines' }).fill('nothing like it');
  await expect(pipelines.getByText('No pipeline matches.')).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search pipelines' }).fill('training');
  await pipelines.getByRole('link', { name: 'CustomerChurnTraining' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'CustomerChurnTraining' })).toBeVisible();
  expect(place(page).get('pipeline')).toBe('CustomerChurnTraining');
  await expect(page).toHaveTitle(/CustomerChurnTraining/);
  await expect(pipelines.getByRole('link', { name: 'CustomerChurnTraining' })).toHaveAttribute('aria-current', 'true');
});

test('the list says how the latest execution of each went', async ({ page, open }) => {
  await open();
  const pipelines = page.getByRole('region', { name: 'Pipelines' });
  await expect(pipelines.getByRole('link', { name: /Succeeded\s*CustomerChurnTraining/ })).toBeVisible();
  await expect(pipelines.getByRole('link', { name: /Stopped\s*RegionalSalesFeatures/ })).toBeVisible();
});

test('a region is chosen by typing, and takes what belongs to another one away', async ({ page, open }) => {
  await open(`${CHURN}&select=step:TrainChurnModel&trace=up`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const region = chooser(page, 'Region');
  await expect(region).toHaveValue('ap-northeast-2');
  await region.fill('us');
  await page.getByRole('option', { name: 'us-east-1' }).click();
  await expect(page.getByRole('link', { name: 'FraudModelRelease' })).toBeVisible();
  expect(Object.fromEntries(place(page))).toEqual({ region: 'us-east-1' });
});

test('a domain narrows the list down', async ({ page, open }) => {
  await open();
  const pipelines = page.getByRole('region', { name: 'Pipelines' });
  await expect(pipelines.getByRole('listitem')).toHaveCount(7);
  await chooser(page, 'Studio domain').fill('growth');
  await page.getByRole('option', { name: /growth-studio/ }).click();
  expect(place(page).get('domain')).toBe('d-k3vq8x2mzp1a');
  await expect(pipelines.getByText(/^Showing \d of 7$/)).toBeVisible();
  await page.reload();
  await expect(chooser(page, 'Studio domain')).toHaveValue('growth-studio');
  await expect(pipelines.getByText(/^Showing \d of 7$/)).toBeVisible();
});

test('of several accounts one is chosen, and asked about', async ({ page, open }) => {
  await page.route('**/me', async (route) => {
    const response = await route.fetch();
    const me = await response.json();
    const more = { name: 'risk', regions: ['us-east-1'] };
    await route.fulfill({ response, json: { ...me, accounts: [...me.accounts, more] } });
  });
  const asked: string[] = [];
  // The demo account is the only one, so it answers for the other one as well.
  await page.route(/account=risk/, async (route) => {
    asked.push(route.request().url());
    await route.continue({ url: route.request().url().replace('account=risk', '') });
  });
  await open();
  await expect(chooser(page, 'Account')).toHaveValue('own');
  await chooser(page, 'Account').fill('ris');
  await page.getByRole('option', { name: 'risk' }).click();
  await expect(page.getByRole('link', { name: 'FraudModelRelease' })).toBeVisible();
  await expect(chooser(page, 'Region')).toHaveValue('us-east-1');
  expect(place(page).get('account')).toBe('risk');
  expect(asked.some((url) => url.includes('/sagemaker/catalog'))).toBe(true);
});

test('what was looked at last stays at hand', async ({ page, open }) => {
  await open(CHURN);
  const recent = page.getByRole('region', { name: 'Recent' });
  await expect(recent.getByRole('link', { name: 'CustomerChurnTraining' })).toBeVisible();
  await open('?region=us-east-1&pipeline=FraudModelRelease');
  await expect(recent.getByRole('listitem')).toHaveCount(2);
  await recent.getByRole('link', { name: /CustomerChurnTraining/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'CustomerChurnTraining' })).toBeVisible();
  expect(place(page).get('region')).toBe('ap-northeast-2');
});

test('an execution is chosen, or none', async ({ page, open }) => {
  await open(CHURN);
  const execution = page.getByRole('combobox', { name: 'Execution' });
  await expect(execution.getByRole('option')).toHaveCount(5);
  await expect(page.getByRole('main')).toContainText('Succeeded');
  await execution.selectOption('hpgl739wxo3e');
  await expect(page.getByRole('main').getByText('Failed').filter({ visible: true }).first()).toBeVisible();
  expect(place(page).get('execution')).toBe('hpgl739wxo3e');
  await execution.selectOption('none');
  await expect(page.getByText('No execution', { exact: true })).toBeVisible();
  await page.goBack();
  await expect(execution).toHaveValue('hpgl739wxo3e');
  await page.reload();
  await expect(execution).toHaveValue('hpgl739wxo3e');
});

test('a refresh asks again', async ({ page, open }) => {
  await open(CHURN);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const again = page.waitForResponse(/\/lineage\?/);
  await page.getByRole('button', { name: 'Refresh' }).click();
  expect([200, 304]).toContain((await again).status());
});

test('an address with everything in it shows the same after a reload', async ({ page, open }) => {
  const everything =
    '?region=ap-northeast-2&domain=d-k3vq8x2mzp1a&pipeline=CustomerChurnTraining&view=both&execution=lpn44j5k47gm' +
    '&select=step%3ATrainChurnModel&trace=up&depth=2&filter=churn';
  await open(everything);
  const check = async () => {
    await expect(view(page, 'Both')).toBeChecked();
    await expect(page.getByRole('combobox', { name: 'Execution' })).toHaveValue('lpn44j5k47gm');
    await expect(chooser(page, 'Studio domain')).toHaveValue('growth-studio');
    await expect(details(page).getByRole('heading', { name: 'TrainChurnModel' })).toBeVisible();
    await expect(
      page
        .getByRole('main')
        .getByText(/Showing \d+ of \d+/)
        .first(),
    ).toBeVisible();
    expect(new URL(page.url()).search).toBe(everything);
  };
  await check();
  await page.reload();
  await check();
});

test('back and forward go through what was looked at', async ({ page, open }) => {
  await open(CHURN);
  await view(page, 'Data').check();
  await form(page, 'Table').check();
  await page.getByRole('link', { name: 'SQL', exact: true }).click();
  await expect(page.getByRole('main').getByRole('textbox').first()).toBeVisible();
  await page.goBack();
  await expect(form(page, 'Table')).toBeChecked();
  await page.goBack();
  await expect(form(page, 'Graph')).toBeChecked();
  await expect(view(page, 'Data')).toBeChecked();
  await page.goBack();
  await expect(view(page, 'Pipeline')).toBeChecked();
  await page.goForward();
  await expect(view(page, 'Data')).toBeChecked();
});

test('an address with nonsense in it is read as far as it makes sense', async ({ page, open }) => {
  await open('?pipeline=CustomerChurnTraining&view=sideways&tab=&depth=-1&as=%00&select=step:NoSuchStep');
  await expect(view(page, 'Pipeline')).toBeChecked();
  await expect(details(page)).toContainText('NoSuchStep');
});
