/** Inbox, call card, calendar and the demonstration's clock. */
import type { Locator, Page } from 'playwright-core';
import { beginsWith } from './names.ts';

export async function openTab(page: Page, name: string): Promise<void> {
  await page.getByRole('tab', { name: beginsWith(name) }).click();
  await page.getByRole('tabpanel', { name }).waitFor();
}

/** Rows of the inbox that speak of a customer or a ticket. */
export function taskRow(page: Page, task: string, about: string): Locator {
  return page
    .getByRole('list', { name: 'Tasks' })
    .getByRole('listitem')
    .filter({ hasText: task })
    .filter({ hasText: about });
}

/** Moves the demonstration's clock as its administrator does. */
export async function advanceClock(page: Page, days: number): Promise<void> {
  await page.getByRole('button', { name: /^Demonstration clock/ }).click();
  const panel = page.getByRole('dialog', { name: /^Demonstration clock/ });
  await panel.getByRole('textbox', { name: 'Days' }).fill(String(days));
  await panel.getByRole('button', { name: 'Move forward' }).click();
  await page
    .getByText(/^The clock moved/)
    .last()
    .waitFor();
  await page.keyboard.press('Escape');
}

/** Chooses a person in a picker. */
export async function pickPerson(scope: Locator, page: Page, label: string, name: string): Promise<void> {
  const field = scope.getByRole('combobox', { name: label });
  await field.click();
  await field.fill(name);
  await page.getByRole('option', { name: beginsWith(name) }).click();
}
