import { expect, fitsSideways, test, view, withSettings } from './harness';

const CHURN = '?pipeline=CustomerChurnTraining';

test.describe('Korean', () => {
  test('is chosen, kept, and said to screen readers', async ({ page, open }) => {
    await open(CHURN);
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await page.getByRole('combobox', { name: 'Language' }).selectOption('ko');
    await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
    await expect(page.getByRole('link', { name: '계보' })).toHaveAttribute('aria-current', 'page');
    await page.reload();
    await expect(page.getByRole('combobox', { name: '언어' })).toHaveValue('ko');
  });

  test('is there from the start in a Korean browser', async ({ browser, demo, trouble }) => {
    await withSettings(browser, trouble, { locale: 'ko-KR' }, async (page) => {
      await page.goto(demo.url);
      await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
    });
  });

  // Words that are names of the field, of formats, or of the API stay as they are.
  const ENGLISH =
    /\b(search|show(ing)?|select(ed)?|choose|loading|refresh|export|copy|depth|upstream|downstream|path to|zoom|legend|details|inputs?|outputs?|started|ended|elapsed|warnings?|versions?|encryption|columns?|read by|written by|close|all|of \d+)\b/i;

  for (const [name, query] of [
    ['Pipeline', `${CHURN}&select=step:TrainChurnModel`],
    ['Data', `${CHURN}&view=data&select=data:s3://hanbit-growth-lake/raw/customers/`],
    ['Both', `${CHURN}&view=both&trace=up&select=step:TrainChurnModel`],
    ['the table', `${CHURN}&view=both&as=table`],
    ['Feature groups', '?tab=features&group=session-signals'],
    ['SQL', '?tab=sql'],
  ] as const) {
    test(`leaves no English in what ${name} says`, async ({ browser, demo, trouble }) => {
      await withSettings(
        browser,
        trouble,
        { locale: 'ko-KR', viewport: { width: 1440, height: 900 } },
        async (page) => {
          await page.goto(demo.url + query);
          await page.waitForLoadState('networkidle');
          // Names of controls, headings and labels: not what the account says.
          const said = await page.evaluate(() => {
            const own = 'button, label, legend, h2, h3, dt, th, caption, option, summary, [role=tab], [role=status]';
            const texts = [...document.querySelectorAll(own)].map((one) => one.textContent ?? '');
            const named = [...document.querySelectorAll('[aria-label], [placeholder]')].flatMap((one) => [
              one.getAttribute('aria-label') ?? '',
              one.getAttribute('placeholder') ?? '',
            ]);
            return [...new Set([...texts, ...named])].map((text) => text.trim()).filter(Boolean);
          });
          expect(
            said.filter((text) => ENGLISH.test(text) && !/[가-힣]/.test(text) && !/[/_:]|\w\.\w/.test(text)),
          ).toEqual([]);
          expect(said.some((text) => /[가-힣]/.test(text))).toBe(true);
        },
      );
    });
  }
});

test.describe('the theme', () => {
  const background = () => getComputedStyle(document.body).backgroundColor;

  test('is chosen and kept', async ({ page, open }) => {
    await open();
    const theme = page.getByRole('combobox', { name: 'Theme' });
    await theme.selectOption('dark');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    const dark = await page.evaluate(background);
    await theme.selectOption('light');
    expect(await page.evaluate(background)).not.toBe(dark);
    await theme.selectOption('dark');
    await page.reload();
    await expect(theme).toHaveValue('dark');
    expect(await page.evaluate(background)).toBe(dark);
  });

  test('follows the system until one is chosen', async ({ page, open }) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await open();
    const light = await page.evaluate(background);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await page.evaluate(background)).not.toBe(light);
  });
});

test('nothing moves by itself where somebody asked for that', async ({ page, open }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(`${CHURN}&view=both&select=step:TrainChurnModel`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('?');
  const moving = await page.evaluate(() =>
    document
      .getAnimations()
      .map((one) => ({ duration: Number(one.effect?.getComputedTiming().duration), state: one.playState }))
      .filter(({ duration }) => duration > 1),
  );
  expect(moving).toEqual([]);
});

for (const [width, height] of [
  [1440, 900],
  [1024, 768],
  [390, 844],
] as const) {
  test(`at ${width} × ${height} nothing scrolls sideways`, async ({ page, open }) => {
    await page.setViewportSize({ width, height });
    for (const query of ['', CHURN, `${CHURN}&view=both&select=step:TrainChurnModel`, `${CHURN}&view=both&as=table`]) {
      await open(query);
      await page.waitForLoadState('networkidle');
      await fitsSideways(page);
    }
    for (const query of ['?tab=features&group=session-signals', '?tab=sql']) {
      await open(query);
      await page.waitForLoadState('networkidle');
      await fitsSideways(page);
    }
    await open(CHURN);
    await expect(view(page, 'Pipeline')).toBeVisible();
  });
}
