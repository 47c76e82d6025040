/** The keyboard is enough: from signing in to a completed task. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { openStage, type Stage } from './support/stage.ts';

const TASK = 'Find a solution';
const ROWS_MAX = 40;
const TABS_MAX = 120;

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

describe('the keyboard', () => {
  it('signs in, takes a task from the pool, opens it and completes it', async () => {
    const page = await stage.stranger();
    await page.goto('/sign-in?next=%2Finbox%3Ftab%3Dpool');
    await focusOn(page, page.getByRole('textbox', { name: 'E-mail' }));
    await page.keyboard.type('kate@demo.example');
    await page.keyboard.press('Tab');
    await page.keyboard.type('demonstration');
    await page.keyboard.press('Enter');

    const list = page.getByRole('list', { name: 'Tasks' });
    const chosen = list.locator('[aria-current=true]');
    await list.getByRole('link', { name: TASK }).first().waitFor();
    for (let row = 0; row < ROWS_MAX && !(await chosen.allInnerTexts()).join().includes(TASK); row += 1)
      await page.keyboard.press('j');
    const taskId = await chosen.getAttribute('data-task');
    await page.keyboard.press('t');
    await list.locator(`[data-task="${taskId}"]`).waitFor({ state: 'detached' });

    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await page.getByRole('tabpanel', { name: 'Today' }).waitFor();
    const mine = list.locator(`[data-task="${taskId}"]`);
    await mine.waitFor();
    await focusOn(page, mine);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: TASK }).waitFor();

    await focusOn(page, page.getByRole('textbox', { name: 'Solution' }));
    await page.keyboard.type('A new driver');
    await focusOn(page, page.getByRole('button', { name: /^Solved/ }));
    await page.keyboard.press('Enter');
    await page.getByText(`Done: ${TASK}`).waitFor();
  });
});

/** Goes on with Tab until the wished element has the focus. */
async function focusOn(page: Page, wished: Locator): Promise<void> {
  await wished.waitFor();
  for (let steps = 0; steps < TABS_MAX; steps += 1) {
    if (await wished.evaluate((node) => node === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Expected to reach ${String(wished)} with Tab.`);
}
