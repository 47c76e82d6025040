/** Lists as sales people work with them: filter, columns, groups, views for the team, cells, many rows at once, board, calendar. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousViolations } from './support/axe.ts';
import { newDeals, type Deals } from './support/deals.ts';
import { openStage, WAIT_MS_MAX, type Stage, type Visitor } from './support/stage.ts';

/** More than a page of the list, so that "all matching" is more than what is shown. */
const COUNT = 70;
const TODAY = new Date().toISOString().slice(0, 10);
let stage: Stage;
let anna: Visitor;
let dmitry: Visitor;
let deals: Deals;
let account: { readonly id: string; readonly title: string };

beforeAll(async () => {
  stage = await openStage();
  [anna, dmitry] = await Promise.all([stage.enter('Anna'), stage.enter('Dmitry')]);
  const { body } = await anna.get<{ items: readonly (typeof account)[] }>('/api/records/account?limit=1');
  account = body.items[0]!;
  deals = await newDeals(anna, COUNT, (number) => ({
    ...(number === 1 ? { expectedClose: TODAY } : {}),
    ...(number === 3 ? { account: account.id } : {}),
  }));
});
afterAll(() => stage?.close());

const row = (page: Page, number: number): Locator =>
  page.getByRole('link', { name: deals.title(number), exact: true });

/** Chooses in a field that offers what it takes. */
async function choose(page: Page, scope: Locator, field: string, option: string): Promise<void> {
  await scope.getByRole('combobox', { name: field, exact: true }).last().click();
  await page.getByRole('option', { name: option, exact: true }).last().click();
}

const hundredths = (amount: unknown): number => Math.round(Number(amount) * 100);

describe('a list', () => {
  it('is filtered by groups within groups, and its address shows the same to others', async () => {
    const { page } = anna;
    await anna.open(deals.path());
    await row(page, 1).waitFor();
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Add group' }).click();
    const editor = page.getByRole('dialog').filter({ has: page.getByRole('combobox', { name: 'Field' }) });
    await choose(page, editor, 'Field', 'Account');
    await editor.getByRole('combobox', { name: 'Account', exact: true }).fill(account.title);
    await page.getByRole('option', { name: account.title }).first().click();
    await row(page, 3).waitFor();
    await row(page, 1).waitFor({ state: 'detached' });

    await editor.getByRole('button', { name: 'Add group' }).click();
    await choose(page, editor, 'Field', 'Amount');
    await choose(page, editor, 'Condition', 'at least');
    await editor.getByRole('textbox', { name: 'Amount' }).fill('6900');
    await editor.getByRole('button', { name: 'Add condition' }).first().click();
    await choose(page, editor, 'Field', 'Amount');
    await choose(page, editor, 'Condition', 'below');
    await editor.getByRole('textbox', { name: 'Amount' }).last().fill('7000');
    await page.keyboard.press('Escape');
    await page.getByText('2 records', { exact: true }).waitFor();
    await Promise.all([row(page, 3).waitFor(), row(page, 69).waitFor()]);
    await dmitry.page.goto(page.url());
    await Promise.all([row(dmitry.page, 3).waitFor(), row(dmitry.page, 69).waitFor()]);
    expect(await row(dmitry.page, 70).count()).toBe(0);
  });

  it.each(['en', 'ru'])('has usual columns that fit on a small screen, in %s', async (locale) => {
    const visitor = await stage.enter('Dmitry', { width: 1280 });
    await visitor.send('PUT', '/api/session/locale', { locale });
    const lacking: Record<string, number> = {};
    for (const path of [
      '/records/deal?kind=table',
      '/records/ticket',
      '/records/lead',
      '/records/order',
      '/instances',
    ]) {
      await visitor.open(path);
      await visitor.page.getByRole('row').nth(2).waitFor();
      const table = visitor.page.getByRole('region').filter({ has: visitor.page.getByRole('table') });
      lacking[path] = await table.evaluate((one) => one.scrollWidth - one.clientWidth);
    }
    await visitor.send('PUT', '/api/session/locale', { locale: 'en' });
    await visitor.context.close();
    expect(Object.entries(lacking).filter(([, pixels]) => pixels > 0)).toEqual([]);
  });

  it('has the columns that one chooses, in the order that one chooses', async () => {
    const { page } = anna;
    await anna.open(deals.path());
    await row(page, 1).waitFor();
    await page.getByRole('button', { name: 'Columns' }).click();
    const columns = page.getByRole('list', { name: 'Columns' });
    await columns.getByRole('checkbox', { name: 'Source', exact: true }).click();
    await page.getByRole('columnheader', { name: 'Source' }).waitFor();
    await columns.getByRole('checkbox', { name: 'Currency', exact: true }).click();
    await page.getByRole('columnheader', { name: 'Currency' }).waitFor({ state: 'detached' });
    const headers = (): Promise<string[]> => page.getByRole('columnheader').allInnerTexts();
    const before = await headers();
    await columns.getByRole('button', { name: 'Move “Source” up' }).click();
    await expect
      .poll(async () => (await headers()).indexOf('Source'), { timeout: WAIT_MS_MAX })
      .toBe(before.indexOf('Source') - 1);
    await page.keyboard.press('Escape');
  });

  it('is grouped with sums, and kept as a view that the team sees, and nobody else', async () => {
    const { page } = dmitry;
    const team = `Team ${deals.mark}`;
    const viktor = await stage.enter('Viktor');
    const memberIds = [anna.id, dmitry.id];
    expect(
      (await viktor.send('POST', '/api/admin/groups/team', { name: team, parentId: null, memberIds })).status,
    ).toBe(200);
    await viktor.context.close();

    await dmitry.open(deals.path());
    await choose(page, page.getByRole('main'), 'Group by', 'Stage');
    const group = page.getByRole('button', { name: /^Qualified/ });
    await group.waitFor();
    const base = (await deals.rows()).reduce((sum, { fields }) => sum + hundredths(fields['amountBase']), 0);
    const text = (await group.innerText()).replaceAll(/[\s\u00A0,]/g, '');
    expect(text).toContain(`${COUNT}records`);
    expect(text).toContain(`Amountinbasecurrency:€${(base / 100).toFixed(2)}`);
    await page.getByRole('button', { name: 'Save view' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill(deals.mark);
    await choose(
      page,
      page.getByRole('complementary', { name: 'Save view' }),
      'Who sees it',
      `Team: ${team}`,
    );
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: deals.mark, pressed: true }).waitFor();

    await anna.open('/records/deal?view=plain');
    await anna.page.getByRole('button', { name: deals.mark }).click();
    await anna.page.getByRole('button', { name: /^Qualified/ }).waitFor();
    await row(anna.page, 1).waitFor();
    expect(await seriousViolations(anna.page)).toEqual([]);
    const julia = await stage.enter('Julia');
    const seen = await julia.get<{ items: readonly { name: string }[] }>('/api/views/deal');
    expect(seen.body.items.map(({ name }) => name)).not.toContain(deals.mark);
    await julia.context.close();
  });

  it('is edited in its cells by keys alone', async () => {
    const { page } = anna;
    await dmitry.open(deals.path());
    await row(dmitry.page, 1).waitFor();
    await anna.open(deals.path());
    await row(page, 1).focus();
    const cell = page.locator('[data-row="0"] [data-cell="amount"]');
    for (let step = 0; step < 12; step += 1) {
      if (await cell.evaluate((node) => node === document.activeElement)) break;
      await page.keyboard.press('ArrowRight');
    }
    await page.keyboard.press('Enter');
    await cell.getByRole('textbox').fill('1');
    await page.keyboard.press('Escape');
    await cell.getByRole('textbox').waitFor({ state: 'detached' });
    expect((await deals.rows())[0]?.fields['amount']).toBe(100);
    await page.keyboard.press('Enter');
    await cell.getByRole('textbox').fill('150');
    await page.keyboard.press('Enter');
    await cell.getByRole('textbox').waitFor({ state: 'detached' });
    await expect
      .poll(async () => (await deals.rows())[0]?.fields['amount'], { timeout: WAIT_MS_MAX })
      .toBe(150);
    // Whoever looks on is told; what one changed oneself is on screen already.
    const notice = (on: Page): Locator => on.getByRole('status').filter({ hasText: 'The list has changed' });
    await notice(dmitry.page).waitFor();
    expect(await notice(page).count()).toBe(0);
  });

  it('changes all matching rows at once, and takes it back', async () => {
    const { page } = anna;
    await anna.open(deals.path());
    await row(page, 1).waitFor();
    await page.getByRole('checkbox', { name: 'Select all shown rows' }).click();
    const bar = page.getByRole('toolbar', { name: 'Actions for the selected records' });
    await bar.getByRole('button', { name: `Select all ${COUNT} matching` }).click();
    await bar.getByText(`All ${COUNT} matching selected`).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await bar.getByRole('button', { name: 'Change a field' }).click();
    const panel = page.getByRole('complementary', { name: 'Change a field' });
    await choose(page, panel, 'Field', 'Source');
    await choose(page, panel, 'Source', 'Exhibition');
    await panel.getByRole('button', { name: `Apply to ${COUNT}` }).click();
    await page.getByText(`${COUNT} of ${COUNT} done`).waitFor();
    const sources = async () => [...new Set((await deals.rows()).map(({ fields }) => fields['source']))];
    expect(await sources()).toEqual(['exhibition']);
    await page.getByRole('complementary', { name: 'Progress' }).getByRole('button', { name: 'Undo' }).click();
    await expect.poll(sources, { timeout: WAIT_MS_MAX }).toEqual([null]);
    expect(anna.complaints).toEqual([]);
  });
});

describe('a list on a phone', () => {
  it('has the headers of its groups, boxes to pick rows with, and several sorts', async () => {
    const visitor = await stage.enter('Anna', { width: 390, height: 844 });
    const { page } = visitor;
    await visitor.open(deals.path('&group=stage'));
    await row(page, 1).waitFor();
    const group = page.getByRole('heading', { name: /^Qualified/ }).getByRole('button');
    await group.click();
    await row(page, 1).waitFor({ state: 'detached' });
    await group.click();
    await row(page, 1).waitFor();
    await page.getByRole('checkbox', { name: `Select ${deals.title(1)}` }).click();
    await page.getByRole('checkbox', { name: `Select ${deals.title(2)}` }).click();
    const bar = page.getByRole('toolbar', { name: 'Actions for the selected records' });
    await bar.getByText('2 selected').waitFor();
    await bar.getByRole('button', { name: 'Clear' }).click();
    await bar.waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Sorted by 1 field' }).click();
    const sorts = page.getByRole('list', { name: 'Sort' });
    await page.getByRole('combobox', { name: 'Sort by …' }).click();
    await page.getByRole('option', { name: 'Amount', exact: true }).click();
    await sorts.getByRole('button', { name: 'Amount: ascending' }).click();
    await sorts.getByRole('button', { name: 'Move “Amount” up' }).click();
    await expect
      .poll(() => new URL(page.url()).searchParams.get('sort'), { timeout: WAIT_MS_MAX })
      .toBe('amount:desc,name:asc');
    expect(await seriousViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await row(page, COUNT).waitFor();
    expect(visitor.complaints).toEqual([]);
    await visitor.context.close();
  });
});

describe('a board', () => {
  it('takes a card that is dragged, with the way back, and says what a stage still needs', async () => {
    const { page } = anna;
    await anna.open(deals.path('&kind=kanban'));
    const column = (stageCode: string): Locator => page.locator(`[data-column="${stageCode}"]`);
    const card = (number: number): Locator => page.locator('[data-card]', { has: row(page, number) });
    await card(2).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await card(2).dragTo(column('discovery'));
    const needs = page.getByRole('complementary').filter({ hasText: 'Fill in “Account”' });
    await needs.getByRole('button', { name: 'Cancel' }).click();
    await column('qualified').locator(card(2)).waitFor();
    await card(3).dragTo(column('discovery'));
    await column('discovery').locator(card(3)).waitFor();
    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
    await column('qualified').locator(card(3)).waitFor();
    await card(4)
      .getByRole('button', { name: `Move “${deals.title(4)}”` })
      .click();
    await page.getByRole('menuitem', { name: 'On hold' }).click();
    await column('on_hold').locator(card(4)).waitFor();
  });
});

describe('a calendar', () => {
  it('shows rows on their day, and looks into them', async () => {
    const { page } = anna;
    await anna.open(deals.path('&kind=calendar&date=expectedClose'));
    const entry = page.getByRole('button', { name: deals.title(1) });
    await entry.waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await entry.click();
    await page.getByRole('complementary', { name: deals.title(1) }).waitFor();
    expect(anna.complaints).toEqual([]);
  });
});
