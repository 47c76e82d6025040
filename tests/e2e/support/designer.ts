/** The designer as its user sees it: steps at the left, properties at the right, problems below. */
import type { Locator, Page } from 'playwright-core';
import { beginsWith } from './names.ts';

export async function openDesigner(page: Page, processName: string): Promise<void> {
  await page.goto('/processes');
  await page
    .getByRole('list', { name: 'Processes' })
    .getByRole('link', { name: processName, exact: true })
    .click();
  await step(page, processName).first().waitFor();
}

/** A step by the beginning of its name; the names of its paths follow there. */
export function step(page: Page, name: string): Locator {
  return page.getByRole('tree', { name: 'Steps' }).getByRole('treeitem', { name: beginsWith(name) });
}

export function properties(page: Page): Locator {
  return page.getByRole('complementary', { name: 'Properties' });
}

export async function selectStep(page: Page, name: string): Promise<void> {
  const item = step(page, name).first();
  await item.click();
  await page.waitForFunction(
    (node) => node?.getAttribute('aria-selected') === 'true',
    await item.elementHandle(),
  );
}

/** Types into a field of the properties and leaves it, which hands the value over. */
export async function setProperty(page: Page, label: string, value: string): Promise<void> {
  const field = properties(page).getByRole('textbox', { name: label, exact: true });
  await field.fill(value);
  await field.blur();
}

/** Draws the next step behind the selected one; it is selected then. */
export async function addStep(page: Page, kind: string): Promise<void> {
  await properties(page)
    .getByRole('button', { name: /^Add a step after/ })
    .click();
  await page.getByRole('menuitem', { name: kind, exact: true }).click();
}

export async function addTextField(page: Page, label: string): Promise<void> {
  await properties(page).getByRole('button', { name: 'Make a form' }).click();
  const panel = page.getByRole('complementary', { name: /^Form:/ });
  await panel.getByRole('button', { name: 'Add a field' }).click();
  await page.getByRole('menuitem', { name: 'Short text' }).click();
  const field = panel.getByRole('textbox', { name: 'Label', exact: true });
  await field.fill(label);
  await field.blur();
  await panel.getByRole('button', { name: 'Done' }).click();
}

export function problems(page: Page): Locator {
  return page.getByRole('region', { name: 'Problems' });
}

export async function openProblems(page: Page): Promise<void> {
  const head = problems(page).getByRole('button', { name: /^Problems/ });
  if ((await head.getAttribute('aria-expanded')) === 'false') await head.click();
}

/** Publishes what is drawn. @returns the new version. */
export async function publish(page: Page, reason: string): Promise<number> {
  await page.getByRole('button', { name: 'Publish', exact: true }).first().click();
  const panel = page.getByRole('complementary', { name: 'Publish' });
  await panel.getByRole('textbox', { name: 'Reason' }).fill(reason);
  await panel.getByRole('button', { name: 'Publish', exact: true }).click();
  const done = panel.getByText(/^Version \d+ runs now$/);
  await done.waitFor();
  const version = Number(/\d+/.exec((await done.textContent()) ?? '')?.[0]);
  await panel.getByRole('button', { name: 'Go on drawing' }).click();
  return version;
}
