/** Lists as people work with them: filter, group, keep a view, edit in place, many at once, a board; by role. */
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage, type Visitor } from './support/stage.ts';

let stage: Stage;
let viktor: Visitor;
const mark = `List ${Date.now()}`;

beforeAll(async () => {
  stage = await openStage();
  viktor = await stage.enter('Viktor');
  for (const visitor of [viktor])
    expect((await visitor.send('PUT', '/api/session/locale', { locale: 'en' })).status).toBe(200);
  for (let n = 1; n <= 3; n += 1) {
    const fields = { subject: `${mark} ${n}`, owner: viktor.id };
    expect((await viktor.send('POST', '/api/records/ticket', { fields })).status).toBe(200);
  }
}, 120_000);
afterAll(() => stage?.close());

const subjects = `/records/ticket?view=plain&q=${encodeURIComponent(mark)}`;

async function seriousViolations(visitor: Visitor): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: visitor.page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id} at ${nodes[0]?.target.join(' ') ?? ''}`);
}

describe('a list', () => {
  it('is edited in place by keys alone', async () => {
    const { page } = viktor;
    await viktor.open(`${subjects}&sort=subject:asc`);
    const link = page.getByRole('link', { name: `${mark} 1` });
    await link.waitFor();
    await link.focus();
    const cell = page.locator('[data-row="0"] [data-cell="priority"]');
    for (let step = 0; step < 12; step += 1) {
      if (await cell.evaluate((node) => node === document.activeElement)) break;
      await page.keyboard.press('ArrowRight');
    }
    await page.keyboard.press('Enter');
    await cell.getByRole('combobox').waitFor();
    await page.keyboard.press('Escape');
    await cell.getByRole('combobox').waitFor({ state: 'detached' });
  });
});

describe('a board', () => {
  it('moves a card by its menu, with the way back', async () => {
    const { page } = viktor;
    await viktor.open(`${subjects}&kind=kanban`);
    const card = page.locator('[data-card]', { hasText: `${mark} 2` });
    await card.waitFor();
    expect(await seriousViolations(viktor)).toEqual([]);
    await card.getByRole('button', { name: `Move “${mark} 2”` }).click();
    await page.getByRole('menuitem', { name: 'In progress' }).click();
    const column = page.locator('[data-column="in_progress"]');
    await column.getByRole('link', { name: `${mark} 2` }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await page
      .locator('[data-column="new"]')
      .getByRole('link', { name: `${mark} 2` })
      .waitFor();
  });

  it('takes a dragged card, and says what a stage still needs', async () => {
    const { page } = viktor;
    const name = `Deal ${mark}`;
    expect((await viktor.send('POST', '/api/records/deal', { fields: { name } })).status).toBe(200);
    await viktor.open(`/records/deal?view=plain&kind=kanban&q=${encodeURIComponent(name)}`);
    const card = page.locator('[data-card]', { hasText: name });
    await card.waitFor();
    await card.getByRole('button', { name: `Move “${name}”` }).click();
    await page.getByRole('menuitem', { name: 'Won' }).click();
    await page.getByRole('alert').first().waitFor();
    await page.locator('[data-column]').first().getByRole('link', { name }).waitFor();
  });
});
