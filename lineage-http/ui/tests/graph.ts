import { expect, type Locator, type Page } from '@playwright/test';

export type Which = 'pipeline' | 'data';

/** One of the graphs, with its controls and its legend. */
export const graph = (page: Page, which: Which = 'pipeline'): Locator => page.getByTestId(`${which}-pane`);

/** The boxes that are drawn; those beyond the edges of the view are not. */
export const boxes = (within: Locator): Locator => within.locator('.react-flow__node');

/** A box by its name: drawn small it shows none, but it is still called so. */
export const box = (within: Locator, name: string): Locator =>
  within.locator(`.react-flow__node[aria-label*=${JSON.stringify(name)}]`).first();

/** What is first seen of a graph can be read; what there was no room for comes into view by this. */
export async function showAll(within: Locator): Promise<void> {
  await expect(boxes(within).first()).toBeVisible();
  await within.getByRole('button', { name: 'Show all of the graph' }).click();
}

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
