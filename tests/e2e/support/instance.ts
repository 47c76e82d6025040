/** The card of one process instance, as a manager watches it. */
import type { Locator, Page } from 'playwright-core';
import { beginsWith } from './names.ts';

export async function openCard(page: Page, instanceId: string, tab = ''): Promise<void> {
  await page.goto(`/instances/${instanceId}${tab && `?tab=${tab}`}`);
  await mapIsDrawn(page);
}

/** The drawing is there and painted. */
export async function mapIsDrawn(page: Page): Promise<void> {
  await page.getByRole('group', { name: 'Live map of the process' }).locator('.tl-live').first().waitFor();
}

/** A step in the text twin of the map, with its state. */
export function twin(page: Page, name: string, state: string): Locator {
  return page
    .getByRole('list', { name: 'Steps of the process' })
    .getByRole('button', { name: beginsWith(name) })
    .filter({ hasText: state });
}

/** The same step on the drawing. */
export function onMap(page: Page, elementId: string, state: string): Locator {
  return page.locator(`[data-element-id="${elementId}"].tl-state-${state}`);
}
