/** Tasks and instances as lists, the board by step, and the home: as managers and agents work with them. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousViolations } from './support/axe.ts';
import { openStage, WAIT_MS_MAX, type Stage, type Visitor } from './support/stage.ts';

let stage: Stage;
let dmitry: Visitor;
let kate: Visitor;

beforeAll(async () => {
  stage = await openStage();
  [dmitry, kate] = await Promise.all([stage.enter('Dmitry'), stage.enter('Kate')]);
});
afterAll(() => stage?.close());

const taskLinks = (page: Page) => page.getByRole('main').locator('a[href^="/tasks/"]');

describe('the list of tasks', () => {
  it('begins with what is to do, and is grouped, viewed and shared by its address', async () => {
    const { page } = dmitry;
    await dmitry.open('/tasks');
    await taskLinks(page).first().waitFor();
    await page.getByText('State is one of Planned, To do').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    const group = page.getByRole('combobox', { name: 'Group by' });
    await group.click();
    await page.getByRole('option', { name: 'Process', exact: true }).click();
    await page.getByRole('button', { name: /^Ticket handling/ }).waitFor();
    expect(new URL(page.url()).searchParams.get('group')).toBe('process');
    await page.getByRole('button', { name: 'To be taken' }).click();
    await page.getByText('Executor is empty').waitFor();
    expect(dmitry.complaints).toEqual([]);
  });

  it('changes many tasks at once, and lets one look into a row', async () => {
    const { page } = dmitry;
    await dmitry.open('/tasks');
    await taskLinks(page).first().waitFor();
    await page.getByRole('checkbox', { name: 'Select all shown rows' }).click();
    const bar = page.getByRole('toolbar', { name: 'Actions for the selected tasks' });
    await bar.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByRole('textbox', { name: 'Priority' }).fill('55');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const panel = page.getByRole('complementary', { name: 'Progress' });
    await panel.getByText(/^\d+ of \d+/).waitFor();
    await panel.getByRole('button', { name: 'Close' }).last().click();
    await taskLinks(page).first().focus();
    await page.keyboard.press('Space');
    await page.getByRole('complementary').getByText('Due', { exact: true }).waitFor();
    expect(dmitry.complaints).toEqual([]);
  });
});

describe('the board by step', () => {
  it('shows where the instances of a process stand, and looks into one', async () => {
    const { page } = dmitry;
    await dmitry.open('/instances?kind=kanban&pipeline=ticket-handling');
    const column = page.locator('[data-step="ticket-handling/first_answer"]');
    const card = column.locator('[data-card]').first();
    await card.waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await card.getByRole('button', { name: /^Look into/ }).click();
    await page.getByRole('complementary').getByText('Ticket handling').first().waitFor();
    expect(dmitry.complaints).toEqual([]);
  });
});

describe('the home', () => {
  const widgets = (page: Page): Promise<string[]> => page.getByRole('main').locator('h2').allInnerTexts();

  it('is as the role has it, and is arranged by keys for the next time', async () => {
    const { page } = kate;
    await kate.open('/');
    await page.getByRole('heading', { name: 'My tasks today' }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Arrange' }).click();
    await page.getByRole('button', { name: 'Move “My tasks today” down' }).press('Enter');
    await expect.poll(async () => (await widgets(page))[1], { timeout: WAIT_MS_MAX }).toBe('My tasks today');
    await page.getByRole('button', { name: 'Remove “My calls”' }).click();
    await expect
      .poll(async () => (await widgets(page)).includes('My calls'), { timeout: WAIT_MS_MAX })
      .toBe(false);
    await page.reload();
    await page.getByRole('heading', { name: 'My tasks today' }).waitFor();
    expect((await widgets(page)).includes('My calls')).toBe(false);
    await page.getByRole('button', { name: 'Arrange' }).click();
    await page.getByRole('button', { name: 'As for my role' }).click();
    await expect.poll(async () => (await widgets(page))[0], { timeout: WAIT_MS_MAX }).toBe('My tasks today');
    expect(kate.complaints).toEqual([]);
  });
});
