/** The palette: everything is found and reached from it. */
import type { Locator, Page } from 'playwright-core';

export function palette(page: Page): Locator {
  return page.getByRole('dialog', { name: 'Search and commands' });
}

export async function openPalette(page: Page): Promise<Locator> {
  // Keys count as soon as the frame of the screen is there.
  await page.getByRole('navigation', { name: 'Main navigation' }).first().waitFor();
  await page.keyboard.press('Control+k');
  await palette(page).getByRole('combobox').waitFor();
  return palette(page);
}

/** What the palette offers under one of its headings. */
export function offered(page: Page, group: string, text: string): Locator {
  return palette(page).getByRole('group', { name: group }).getByText(text, { exact: true });
}

/** Types into the palette, waits until it is found, and goes there with Enter. */
export async function findAndOpen(page: Page, typed: string, title: string): Promise<void> {
  const dialog = await openPalette(page);
  await dialog.getByRole('combobox').fill(typed);
  await offered(page, 'Records', title).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}
