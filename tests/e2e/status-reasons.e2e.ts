/** A status that asks why: marked by the administrator, asked on the page, in a cell, on the board and over many rows. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seriousViolations } from './support/axe.ts';
import { openStage, WAIT_MS_MAX, type Stage, type Visitor } from './support/stage.ts';

const RUN = Date.now();
const NAMES = ['Page', 'Cell', 'Board', 'First', 'Second'].map((name) => `${name} ${RUN}`);
const [ON_PAGE = '', IN_CELL = '', ON_BOARD = ''] = NAMES;

let stage: Stage;
let viktor: Visitor;
let anna: Visitor;
const ids = new Map<string, string>();

beforeAll(async () => {
  stage = await openStage();
  // All columns of the board in view: a card is not dragged over its edge.
  [viktor, anna] = await Promise.all([stage.enter('Viktor'), stage.enter('Anna', { width: 1800 })]);
  for (const visitor of [viktor, anna])
    expect((await visitor.send('PUT', '/api/session/locale', { locale: 'en' })).status).toBe(200);
  for (const name of NAMES) {
    const made = await anna.send<{ id: string }>('POST', '/api/records/account', { fields: { name } });
    expect(made.status, JSON.stringify(made.body)).toBe(200);
    ids.set(name, made.body.id);
  }
});
afterAll(() => stage?.close());

const listOf = (more = ''): string => {
  const filter = JSON.stringify({
    op: 'and',
    items: [{ field: 'name', operator: 'contains', value: String(RUN) }],
  });
  return `/records/account?view=plain&sort=name:asc&filter=${encodeURIComponent(filter)}${more}`;
};
const panelOf = (page: Page): Locator => page.getByRole('complementary', { name: 'Why “Lost”?' });
const row = (page: Page, name: string): Locator => page.getByRole('link', { name, exact: true });

async function give(scope: Locator, reason: string): Promise<void> {
  await scope.getByRole('combobox', { name: 'Reason for the status' }).click();
  await scope.page().getByRole('option', { name: reason, exact: true }).click();
}

async function stored(name: string): Promise<unknown[]> {
  const { body } = await anna.get<{ fields: Record<string, unknown> }>(
    `/api/records/account/${ids.get(name) ?? ''}`,
  );
  return [body.fields['lifecycle'], body.fields['lifecycleReason'], body.fields['lifecycleNote']];
}

it('is marked on the page of choices, where the reasons are edited, too', async () => {
  const { page } = viktor;
  await viktor.open('/admin/choices?list=account.lifecycle');
  await page.getByRole('button', { name: 'Edit: Lost' }).click();
  await page.getByRole('switch', { name: 'Ask for a reason' }).click({ force: true });
  expect(await seriousViolations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('complementary').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Reason for the status (Account)' }).waitFor();
});

it('asks on the page of the record, keeps what was said, and asks nothing on the way back', async () => {
  const { page } = anna;
  await anna.open(`/records/account/${ids.get(ON_PAGE) ?? ''}`);
  const bar = page.getByRole('group', { name: 'Status' });
  await bar.getByRole('button', { name: 'Lost' }).click();
  const panel = panelOf(page);
  await panel.getByRole('button', { name: 'Cancel' }).click();
  await panel.waitFor({ state: 'detached' });
  expect(await stored(ON_PAGE)).toEqual(['prospect', null, null]);

  await bar.getByRole('button', { name: 'Lost' }).click();
  expect(await panel.getByRole('button', { name: 'Change' }).isEnabled()).toBe(false);
  await give(panel, 'Price');
  await panel.getByRole('textbox', { name: 'About the status' }).fill('Half as much elsewhere');
  expect(await seriousViolations(page)).toEqual([]);
  await panel.getByRole('button', { name: 'Change' }).click();
  await bar.getByRole('button', { name: 'Lost', pressed: true }).waitFor();
  expect(await stored(ON_PAGE)).toEqual(['lost', 'price', 'Half as much elsewhere']);
  await page.getByText('Price: Half as much elsewhere').waitFor();

  await bar.getByRole('button', { name: 'Active' }).click();
  await page.getByRole('alert').filter({ hasText: 'Active' }).getByRole('button', { name: 'Undo' }).click();
  await bar.getByRole('button', { name: 'Lost', pressed: true }).waitFor();
  expect(await stored(ON_PAGE)).toEqual(['lost', 'price', 'Half as much elsewhere']);
});

it('asks in a cell of the list', async () => {
  const { page } = anna;
  await anna.open(listOf());
  await row(page, IN_CELL).focus();
  const at = await page.locator('[data-row]', { has: row(page, IN_CELL) }).getAttribute('data-row');
  const cell = page.locator(`[data-row="${at ?? ''}"] [data-cell="lifecycle"]`);
  for (let step = 0; step < 12; step += 1) {
    if (await cell.evaluate((node) => node === document.activeElement)) break;
    await page.keyboard.press('ArrowRight');
  }
  await page.keyboard.press('Enter');
  await cell.getByRole('combobox').click();
  await page.getByRole('option', { name: 'Lost', exact: true }).click();
  await give(panelOf(page), 'Closed down');
  await panelOf(page).getByRole('button', { name: 'Change' }).click();
  await panelOf(page).waitFor({ state: 'detached' });
  await expect.poll(() => stored(IN_CELL), { timeout: WAIT_MS_MAX }).toEqual(['lost', 'closed_down', null]);
});

it('asks for a card that is dropped on it, which stays where it was if nobody answers', async () => {
  const { page } = anna;
  await anna.open(listOf('&kind=kanban'));
  const column = (code: string): Locator => page.locator(`[data-column="${code}"]`);
  const card = page.locator('[data-card]', { has: row(page, ON_BOARD) });
  await card.dragTo(column('lost'));
  await panelOf(page).getByRole('button', { name: 'Cancel' }).click();
  await column('prospect').locator(card).waitFor();
  await card.dragTo(column('lost'));
  await give(panelOf(page), 'Other');
  await panelOf(page).getByRole('button', { name: 'Change' }).click();
  await column('lost').locator(card).waitFor();
  expect(await stored(ON_BOARD)).toEqual(['lost', 'other', null]);
});

it('asks once for many rows', async () => {
  const { page } = anna;
  await anna.open(listOf());
  for (const name of NAMES.slice(3)) await page.getByRole('checkbox', { name: `Select ${name}` }).click();
  const bar = page.getByRole('toolbar', { name: 'Actions for the selected records' });
  await bar.getByRole('button', { name: 'Change a field' }).click();
  const panel = page.getByRole('complementary', { name: 'Change a field' });
  await panel.getByRole('combobox', { name: 'Field', exact: true }).click();
  await page.getByRole('option', { name: 'Status', exact: true }).click();
  await panel.getByRole('combobox', { name: 'Status', exact: true }).click();
  await page.getByRole('option', { name: 'Lost', exact: true }).click();
  expect(await panel.getByRole('button', { name: 'Apply to 2' }).isEnabled()).toBe(false);
  await give(panel, 'No need any more');
  expect(await seriousViolations(page)).toEqual([]);
  await panel.getByRole('button', { name: 'Apply to 2' }).click();
  await page.getByText('2 of 2 done').waitFor();
  for (const name of NAMES.slice(3)) expect(await stored(name)).toEqual(['lost', 'no_need', null]);
  expect(anna.complaints).toEqual([]);
});
