/** The palette and the keys: everything is found and reached without a mouse, and only what one may see. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage, type Visitor } from './support/stage.ts';

const NAME = 'Альфа-Строй';
const MINUTES = 60_000;

let stage: Stage;
let viktor: Visitor;

beforeAll(async () => {
  stage = await openStage();
  viktor = await stage.enter('Viktor');
});
afterAll(() => stage?.close());

async function palette(page: Page): Promise<Locator> {
  await page.keyboard.press('Control+k');
  const dialog = page.getByRole('dialog', { name: 'Search and commands' });
  await dialog.locator('input').waitFor();
  return dialog;
}

describe('the palette', () => {
  it(
    'finds a customer typed with the wrong layout, and offers what was opened last',
    { timeout: MINUTES },
    async () => {
      const { page, open } = viktor;
      await open('/inbox');
      const dialog = await palette(page);
      await page.keyboard.type('fkmaf');
      await dialog.getByText(NAME, { exact: true }).waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: NAME }).waitFor();

      const again = await palette(page);
      await again.getByText('Opened last').waitFor();
      await again.getByText(NAME, { exact: true }).first().waitFor();
      await again.getByText(`Call: ${NAME}`).waitFor();
      const found = await new AxeBuilder({ page }).include('[role="dialog"]').analyze();
      expect(found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual(
        [],
      );
      await page.keyboard.press('Escape');
    },
  );

  it(
    'finds it with a typo and in Latin letters, and puts a used command on top',
    { timeout: MINUTES },
    async () => {
      const { page, open } = viktor;
      await open('/inbox');
      const dialog = await palette(page);
      for (const typed of ['Альыа', 'alfa str']) {
        await dialog.locator('input').fill(typed);
        await dialog.getByText(NAME, { exact: true }).waitFor();
      }
      await dialog.locator('input').fill('calendar');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/calendar*');
      const again = await palette(page);
      await again.getByText('Used last').waitFor();
      await again.getByRole('button', { name: 'Calendar' }).first().waitFor();
      await page.keyboard.press('Escape');
    },
  );

  it('finds nothing for somebody without rights', { timeout: MINUTES }, async () => {
    const nina = await stage.enter('Nina');
    await nina.open('/inbox');
    const dialog = await palette(nina.page);
    await nina.page.keyboard.type('fkmaf');
    await dialog.getByText('Nothing found for this').waitFor();
    expect(await dialog.getByText(NAME).count()).toBe(0);
    await nina.context.close();
  });
});

describe('the keys', () => {
  it(
    'create, go, edit and open the actions, but not while somebody types',
    { timeout: 2 * MINUTES },
    async () => {
      const { page, open } = viktor;
      await open('/inbox');
      await page.keyboard.press('g');
      await page.keyboard.press('c');
      await page.waitForURL('**/records/account*');
      await page.keyboard.press('c');
      const dialog = page.getByRole('dialog', { name: 'Search and commands' });
      await dialog.getByText('Create: Ticket').waitFor();
      expect(await dialog.getByText('Go to', { exact: true }).count()).toBe(0);
      await page.keyboard.type('tick');
      await page.keyboard.press('Enter');
      await page.getByRole('textbox', { name: 'Subject' }).waitFor();
      // In a field a letter is a letter.
      await page.getByRole('textbox', { name: 'Subject' }).fill('');
      await page.getByRole('textbox', { name: 'Subject' }).pressSequentially('ce.?');
      expect(await page.getByRole('textbox', { name: 'Subject' }).inputValue()).toBe('ce.?');
      expect(await dialog.count()).toBe(0);
      await page.keyboard.press('Escape');
    },
  );

  it('work on a record, and the list of them is shown', { timeout: 2 * MINUTES }, async () => {
    const { page, open } = viktor;
    await open('/inbox');
    await palette(page);
    await page.keyboard.type(NAME);
    await page.getByRole('dialog').getByText(NAME, { exact: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: NAME }).waitFor();
    await page.keyboard.press('.');
    await page.getByRole('menuitem', { name: 'Share' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await page.locator('body').click({ position: { x: 700, y: 20 } });
    await page.keyboard.press('e');
    await page.getByRole('main').getByRole('textbox').first().waitFor();
    await page.keyboard.press('Escape');
    await page.locator('body').click({ position: { x: 700, y: 20 } });
    await page.keyboard.press('?');
    await page.getByRole('heading', { name: 'On a record' }).waitFor();
  });
});

it('keeps favourites in the rail', { timeout: MINUTES }, async () => {
  const { page } = viktor;
  await palette(page);
  await page.keyboard.type(NAME);
  await page.getByRole('dialog').getByText(NAME, { exact: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: NAME }).waitFor();
  await page.getByRole('button', { name: /Keep at hand|favourite/i }).click();
  const favourites = page.getByRole('list', { name: 'Favourites' });
  await favourites.getByRole('link', { name: NAME }).waitFor();
});
