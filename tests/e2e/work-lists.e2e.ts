/** Tasks and instances as lists, the board by step, and the home: as managers and agents work with them. */
import { readFile } from 'node:fs/promises';
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

describe('a task in the list', () => {
  it('gets another priority and another executor in its row, by keys alone, with the way back', async () => {
    const { page } = dmitry;
    interface TaskRow {
      readonly id: string;
      readonly fields: Readonly<Record<string, unknown>>;
    }
    const own = { field: 'assignee', operator: 'in', value: ['me'] };
    const ready = { field: 'state', operator: 'in', value: ['ready'] };
    const filterOf = (...items: object[]) => encodeURIComponent(JSON.stringify({ op: 'and', items }));
    const rows = async (): Promise<readonly TaskRow[]> => {
      const path = `/api/work-lists/user_task?limit=200&filter=${filterOf(ready)}`;
      return (await dmitry.get<{ items: readonly TaskRow[] }>(path)).body.items;
    };
    await dmitry.open(`/tasks?sort=name:asc&filter=${filterOf(own, ready)}`);
    await taskLinks(page).first().waitFor();
    const id = /tasks\/([0-9a-f-]+)/.exec((await taskLinks(page).first().getAttribute('href')) ?? '')?.[1];
    const rowOf = async (key: string): Promise<unknown> =>
      (await rows()).find((row) => row.id === id)?.fields[key];
    const goTo = async (key: string) => {
      const cell = page.locator(`[data-row="0"] [data-cell="${key}"]`);
      await page.locator('[data-row="0"] a').first().focus();
      for (let step = 0; step < 12; step += 1) {
        if (await cell.evaluate((node) => node === document.activeElement)) break;
        await page.keyboard.press('ArrowRight');
      }
      return cell;
    };
    const cell = await goTo('priority');
    const before = await rowOf('priority');
    await page.keyboard.press('Enter');
    await cell.getByRole('textbox').fill('1');
    await page.keyboard.press('Enter');
    await cell.getByRole('textbox').waitFor({ state: 'detached' });
    await expect.poll(() => rowOf('priority'), { timeout: WAIT_MS_MAX }).toBe(1);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => rowOf('priority'), { timeout: WAIT_MS_MAX }).toBe(before);
    const executor = await goTo('assignee');
    await page.keyboard.press('Enter');
    await executor.getByRole('combobox').fill('Kate');
    await page.getByRole('option', { name: /^Kate/ }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => rowOf('assignee'), { timeout: WAIT_MS_MAX }).toBe(kate.id);
    expect(dmitry.complaints).toEqual([]);
  });
});

describe('an instance in the list', () => {
  it('is given to somebody else in its row, by keys alone, with the way back', async () => {
    const { page } = dmitry;
    interface InstanceRow {
      readonly openTask?: string;
      readonly changeable: readonly string[];
    }
    const query = `filter=${encodeURIComponent(
      JSON.stringify({
        op: 'and',
        items: [
          { field: 'status', operator: 'in', value: ['active'] },
          { field: 'executor', operator: 'notEmpty' },
        ],
      }),
    )}&sort=startedAt:asc`;
    const { body } = await dmitry.get<{ items: readonly InstanceRow[] }>(
      `/api/work-lists/process_instance?${query}`,
    );
    const at = body.items.findIndex(({ changeable }) => changeable.includes('executor'));
    const taskId = body.items[at]?.openTask;
    const assignee = async (): Promise<string | undefined> =>
      (await dmitry.get<{ assignee?: { id: string } }>(`/api/tasks/${taskId ?? ''}`)).body.assignee?.id;
    const before = await assignee();
    expect(before).not.toBe(kate.id);
    const cell = page.locator(`[data-row="${at}"] [data-cell="executor"]`);
    await dmitry.open(`/instances?${query}&columns=name,executor,dueAt`);
    await cell.focus();
    await page.keyboard.press('Enter');
    await cell.getByRole('combobox').fill('Kate');
    await page.getByRole('option', { name: /^Kate/ }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(assignee, { timeout: WAIT_MS_MAX }).toBe(kate.id);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(assignee, { timeout: WAIT_MS_MAX }).toBe(before);
    expect(dmitry.complaints).toEqual([]);
  });
});

describe('many tasks', () => {
  it('go into a file, are commented on at once, and a change of them is taken back', async () => {
    const { page } = dmitry;
    await dmitry.open('/tasks?view=plain');
    await taskLinks(page).first().waitFor();
    await page.getByRole('button', { name: 'Export' }).click();
    const saved = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'Text table (CSV)' }).click();
    const content = await readFile(await (await saved).path(), 'utf8');
    expect(content.split('\r\n')[0]).toContain('Task');
    const boxes = page.getByRole('main').getByRole('checkbox', { name: /^Select (?!all)/ });
    await boxes.nth(0).click();
    await boxes.nth(1).click();
    await page.getByRole('button', { name: 'Export 2 rows' }).click();
    const some = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'Text table (CSV)' }).click();
    const picked = await readFile(await (await some).path(), 'utf8');
    expect(picked.trim().split('\r\n')).toHaveLength(3);
    const bar = page.getByRole('toolbar', { name: 'Actions for the selected tasks' });
    await bar.getByRole('button', { name: 'Comment' }).click();
    await page.getByRole('textbox', { name: 'Comment' }).fill('Call before noon');
    const panel = page.getByRole('complementary', { name: 'Comment on 2 rows' });
    await panel.getByRole('button', { name: 'Comment' }).click();
    await page.getByText(/^2 comments made/).waitFor();

    // One that no task has, also when the test is repeated.
    const priority = 1 + (Date.now() % 49);
    const changed = async (): Promise<number> => {
      const filter = encodeURIComponent(
        JSON.stringify({ op: 'and', items: [{ field: 'priority', operator: 'eq', value: priority }] }),
      );
      return (await dmitry.get<{ total: number }>(`/api/work-lists/user_task?filter=${filter}`)).body.total;
    };
    await boxes.nth(0).click();
    await boxes.nth(1).click();
    await bar.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByRole('textbox', { name: 'Priority' }).fill(String(priority));
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const progress = page.getByRole('complementary', { name: 'Progress' });
    // The way back is there when the last of them is done.
    await progress.getByRole('button', { name: 'Undo' }).waitFor();
    expect(await changed()).toBe(2);
    await progress.getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
    await expect.poll(changed, { timeout: WAIT_MS_MAX }).toBe(0);
    expect(dmitry.complaints).toEqual([]);
  });
});

describe('the inbox', () => {
  it('keeps the focus in the list when the row that has it goes to somebody else', async () => {
    const anna = await stage.enter('Anna');
    await anna.open('/inbox?tab=upcoming');
    const links = anna.page.locator('[data-task]');
    await links.nth(1).waitFor();
    const [first, second] = await links.evaluateAll((found) =>
      found.map((one) => one.getAttribute('data-task')),
    );
    await links.first().focus();
    const body = { userId: kate.id, reason: 'Anna is away' };
    expect((await dmitry.send('POST', `/api/tasks/${first!}/assign`, body)).status).toBe(200);
    await anna.page.locator(`[data-task="${first!}"]`).waitFor({ state: 'detached' });
    await anna.page.locator(`[data-task="${second!}"]:focus`).waitFor();
    expect(anna.complaints).toEqual([]);
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
    // The offer of a tour stands above the parts of the home until it is answered.
    await kate.send('POST', '/api/tour');
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

  it('shows who sells the own deals by stage with their sums, and takes a view of a list as a part', async () => {
    const anna = await stage.enter('Anna');
    const { page } = anna;
    await anna.send('POST', '/api/tour');
    await anna.open('/');
    const deals = page.getByRole('region', { name: 'My deals by stage' });
    const row = deals.getByRole('listitem').first();
    await row.getByText(/^\d+ deals?$/).waitFor();
    expect(await row.innerText()).toMatch(/\d/);
    await page.getByRole('region', { name: 'My deals that need attention' }).waitFor();
    await page.getByRole('button', { name: 'Arrange' }).click();
    await page.getByRole('button', { name: 'Add a widget' }).click();
    await page.getByRole('menuitem', { name: 'A view of a list …' }).click();
    const panel = page.getByRole('complementary', { name: 'Add a view' });
    await panel.getByRole('combobox', { name: 'List' }).selectOption('Tickets');
    await panel.getByRole('button', { name: 'Add “Promise broken”' }).click();
    await page.getByRole('region', { name: 'Tickets: Promise broken' }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.reload();
    await deals.waitFor();
    expect((await widgets(page)).at(-1)).toBe('Tickets: Promise broken');
    await row.getByRole('link').click();
    await page.waitForURL(/records\/deal\?.*stage/);
    await page.locator('[data-row="0"]').waitFor();
    expect(anna.complaints).toEqual([]);
    await anna.context.close();
  });
});
