/** No screen has a serious violation that axe finds, wide and light or small and dark; and the keyboard is enough. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousViolations } from './support/axe.ts';
import { crowd, onEveryScreen } from './support/crowd.ts';
import { allScreens, type Screen } from './support/screens.ts';
import { openStage, type Stage, type Visit } from './support/stage.ts';

const SIZES: readonly (readonly [string, Visit])[] = [
  ['1440 light', { width: 1440, height: 900, scheme: 'light' }],
  ['390 dark', { width: 390, height: 844, scheme: 'dark' }],
];
const MINUTES = 60_000;
const TASK = 'Find a solution';
const ROWS_MAX = 40;
const TABS_MAX = 120;

let stage: Stage;
let screens: readonly Screen[];

beforeAll(async () => {
  stage = await openStage();
  const people = crowd(stage);
  screens = await allScreens(
    await people.person('Viktor'),
    await people.person('Anna'),
    await people.person('Kate'),
  );
  await people.leave();
});
afterAll(() => stage?.close());

describe('every screen', () => {
  it.each(SIZES)('has no serious violation at %s', { timeout: 5 * MINUTES }, async (_name, visit) => {
    const people = crowd(stage, visit);
    const found: string[] = [];
    await onEveryScreen(people, screens, async (page, screen) => {
      found.push(...(await seriousViolations(page)).map((violation) => `${screen.name}: ${violation}`));
    });
    await people.leave();
    expect(found).toEqual([]);
  });
});

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
    await list.getByRole('link').first().waitFor();
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
