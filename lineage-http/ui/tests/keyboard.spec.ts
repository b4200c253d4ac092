import type { Page } from '@playwright/test';
import { box, boxes, graph } from './graph';
import { chooser, details, expect, place, test } from './harness';

const CHURN = '?pipeline=CustomerChurnTraining';

const isInGraph = (page: Page) =>
  page.evaluate(() => document.activeElement?.closest('[data-testid=pipeline-pane]') !== null);

/** What a screen reader says of what has the focus, or is said to have it. */
const announced = (page: Page) =>
  page.evaluate(() => {
    const focused = document.activeElement;
    const active = focused?.getAttribute('aria-activedescendant');
    const one = (active && document.getElementById(active)) || focused;
    const live = [...document.querySelectorAll('main [aria-live], main [role=status]')].map(
      (region) => region.textContent,
    );
    return [one?.getAttribute('aria-label'), one?.getAttribute('aria-valuetext'), one?.textContent, ...live].join(
      ' | ',
    );
  });

async function tabToGraph(page: Page): Promise<void> {
  await expect(boxes(graph(page)).first()).toBeVisible();
  await page.getByRole('heading', { level: 1 }).click();
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if (await isInGraph(page)) return;
  }
  throw new Error('Tab does not lead to the graph');
}

test('the graph is one stop, and arrows go through it', async ({ page, open }) => {
  await open(CHURN);
  await tabToGraph(page);
  await page.keyboard.press('Home');
  await expect.poll(() => announced(page)).toContain('PrepareFeatures, Processing, Succeeded');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => announced(page)).toMatch(/TrainChurnModel|EvaluateChurnModel/);
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => announced(page)).toContain('PrepareFeatures');
  await page.keyboard.press('End');
  await expect.poll(() => announced(page)).not.toContain('PrepareFeatures, Processing');
  // Among the buttons of the graph at most a few stops: none of them is a step.
  for (let presses = 0; presses < 8 && (await isInGraph(page)); presses += 1) await page.keyboard.press('Tab');
  expect(await isInGraph(page)).toBe(false);
});

test('Enter selects and Esc lets go', async ({ page, open }) => {
  await open(CHURN);
  await tabToGraph(page);
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(details(page).getByRole('heading', { name: 'PrepareFeatures' })).toBeVisible();
  expect(place(page).get('select')).toBe('step:PrepareFeatures');
  await page.keyboard.press('Escape');
  await expect(details(page)).toHaveCount(0);
  expect(await isInGraph(page)).toBe(true);
});

test('what was let go of keeps the place of the keys, and gets the focus back', async ({ page, open }) => {
  await open(CHURN);
  await tabToGraph(page);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  const focused = graph(page).locator('.react-flow__node:has([data-focus])');
  const before = await focused.getAttribute('data-id');
  expect(before).not.toBe('PrepareFeatures');
  for (const close of ['Escape', 'button', 'inside']) {
    await page.keyboard.press('Enter');
    const button = details(page).getByRole('button', { name: 'Close the details' });
    await expect(button).toBeVisible();
    if (close !== 'Escape') await button.focus();
    await page.keyboard.press(close === 'button' ? 'Enter' : 'Escape');
    await expect(details(page)).toHaveCount(0);
    await expect(focused).toHaveAttribute('data-id', before ?? '');
    await expect(graph(page).locator('.react-flow').first()).toBeFocused();
  }
});

test('what has the focus is brought into view', async ({ page, open }) => {
  await open('?pipeline=RegionalSalesFeatures');
  await tabToGraph(page);
  await page.keyboard.press('Home');
  for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press('+');
  await page.keyboard.press('ArrowRight');
  for (let presses = 0; presses < 12; presses += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(() => place(page).get('select')).toMatch(/^step:Features-area-/);
  const name = place(page).get('select')?.slice('step:'.length) ?? '';
  await expect(box(graph(page), name)).toBeInViewport();
});

test('+, − and 0 zoom', async ({ page, open }) => {
  await open(CHURN);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await tabToGraph(page);
  const scale = () =>
    graph(page)
      .locator('.react-flow__viewport')
      .evaluate((one) => new DOMMatrix(getComputedStyle(one).transform).a);
  const before = await scale();
  await page.keyboard.press('-');
  await expect.poll(scale).toBeLessThan(before);
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await expect.poll(scale).toBeGreaterThan(before);
  await page.keyboard.press('0');
  await expect.poll(scale).toBeCloseTo(before, 1);
});

test('/ leads to the search, and ? to the list of keys', async ({ page, open }) => {
  await open(CHURN);
  await expect(boxes(graph(page)).first()).toBeVisible();
  await page.keyboard.press('/');
  const search = page.getByRole('searchbox', { name: 'Search in the graph' });
  await expect(search).toBeFocused();
  // In a field these are letters.
  await page.keyboard.type('a/b?');
  await expect(search).toHaveValue('a/b?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await search.fill('');
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});

test('the help gives the focus back to its button', async ({ page, open }) => {
  await open();
  const button = page.getByRole('button', { name: 'Keyboard shortcuts' });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(button).toBeFocused();
});

test('choosers are used by keys alone', async ({ page, open }) => {
  await open();
  await expect(page.getByRole('link', { name: 'CustomerChurnTraining' })).toBeVisible();
  await chooser(page, 'Region').focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(2);
  await page.keyboard.type('us-');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'FraudModelRelease' })).toBeVisible();
  await chooser(page, 'Studio domain').focus();
  await page.keyboard.type('risk');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  expect(place(page).get('domain')).toBe('d-7hw1c5rtn0bf');
  await page.getByRole('searchbox', { name: 'Search pipelines' }).focus();
  await page.keyboard.type('release');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'FraudModelRelease' })).toBeVisible();
});

test('Esc in a chooser changes nothing', async ({ page, open }) => {
  await open(`${CHURN}&select=step:TrainChurnModel`);
  await expect(details(page)).toBeVisible();
  await chooser(page, 'Region').focus();
  await page.keyboard.type('us');
  await page.keyboard.press('Escape');
  await expect(chooser(page, 'Region')).toHaveValue('ap-northeast-2');
  await expect(details(page)).toBeVisible();
});

test('views are chosen by arrows, and the first stop skips to the content', async ({ page, open }) => {
  await open(CHURN);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('radio', { name: 'Pipeline' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Data' })).toBeChecked();
  expect(place(page).get('view')).toBe('data');
});

test('everything that can be used shows that it has the focus', async ({ page, open }) => {
  await open(`${CHURN}&select=step:TrainChurnModel`);
  await expect(details(page)).toBeVisible();
  const bare: string[] = [];
  for (let presses = 0; presses < 70; presses += 1) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => {
      const one = document.activeElement;
      if (!one || one === document.body) return null;
      const shows = (element: Element | null) => {
        if (!element) return false;
        const style = getComputedStyle(element);
        return (
          (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none'
        );
      };
      // A control within a label is marked by its label.
      const isShown = shows(one) || shows(one.closest('label')) || shows(one.parentElement);
      return isShown ? null : `${one.tagName} ${one.getAttribute('aria-label') ?? one.textContent?.slice(0, 40)}`;
    });
    if (name) bare.push(name);
  }
  expect([...new Set(bare)]).toEqual([]);
});
