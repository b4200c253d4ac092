import type { Locator, Page } from '@playwright/test';

export type Which = 'Pipeline graph' | 'Data graph';

/** One of the graphs, by its name. */
export const graph = (page: Page, which: Which = 'Pipeline graph'): Locator =>
  page.getByRole('main').getByLabel(which, { exact: true });

/** The boxes that are drawn; those beyond the edges of the view are not. */
export const boxes = (within: Locator): Locator => within.locator('.react-flow__node');

export const box = (within: Locator, name: string): Locator => boxes(within).filter({ hasText: name }).first();

export const arrows = (within: Locator): Locator => within.locator('.react-flow__edge');

/** What `Showing x of y` says. */
export async function showing(within: Locator): Promise<[shown: number, all: number]> {
  const text =
    (await within
      .getByText(/Showing [\d,]+ of [\d,]+/)
      .first()
      .textContent()) ?? '';
  const found = /Showing ([\d,]+) of ([\d,]+)/.exec(text);
  const number = (at: number) => Number((found?.[at] ?? '').replaceAll(',', ''));
  return [number(1), number(2)];
}
