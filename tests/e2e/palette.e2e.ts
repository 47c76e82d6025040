/** Every action of the open page stands in the palette: the same words, the same keys, the same rights, the same result. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousViolations } from './support/axe.ts';
import { openPalette, palette } from './support/palette.ts';
import { openStage, type Stage, type Visitor } from './support/stage.ts';
import { newTicket, type Ticket } from './support/tickets.ts';

let stage: Stage;
let anna: Visitor;
let dmitry: Visitor;
let kate: Visitor;
let olga: Visitor;
let ticket: Ticket;

beforeAll(async () => {
  stage = await openStage();
  [anna, dmitry, kate, olga] = await Promise.all([
    stage.enter('Anna'),
    stage.enter('Dmitry'),
    stage.enter('Kate'),
    stage.enter('Olga'),
  ]);
  ticket = await newTicket(kate, anna, `Printer ${Date.now()}`);
});
afterAll(() => stage?.close());

const here = (page: Page) => palette(page).getByRole('group', { name: 'On this page' });
const command = (page: Page, name: string | RegExp) => here(page).getByRole('option', { name });

/** Types words into the palette, and takes the command of the page that they find. */
async function choose(page: Page, typed: string, name: string | RegExp): Promise<void> {
  await openPalette(page);
  await palette(page).getByRole('combobox').fill(typed);
  await command(page, name).click();
  await palette(page).waitFor({ state: 'detached' });
}

describe('a list', () => {
  it('offers what its head, its views and its rows offer', async () => {
    const { page } = dmitry;
    await dmitry.open('/records/ticket');
    await page.getByRole('link', { name: ticket.subject }).waitFor();
    await openPalette(page);
    for (const name of ['New', 'Columns', 'Save view', 'Show as: Board', /^Export: Workbook/, 'Group by'])
      await command(page, name).first().waitFor();
    expect(await seriousViolations(page, '[role="dialog"]')).toEqual([]);
    await page.keyboard.press('Escape');
    await choose(page, 'board', 'Show as: Board');
    await page.waitForURL('**kind=kanban**');
    await choose(page, 'list', 'Show as: List');
    await choose(page, 'group status', 'Group by: Status');
    await page.waitForURL('**group=status**');
    await choose(page, 'columns', 'Columns');
    await page.getByRole('list', { name: 'Columns' }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('says why nothing can be done with rows that are not selected', async () => {
    const { page } = dmitry;
    await dmitry.open('/records/ticket');
    await page.getByRole('link', { name: ticket.subject }).waitFor();
    await openPalette(page);
    await palette(page).getByRole('combobox').fill('tags');
    const tags = command(page, /^Tags/);
    await tags.getByText('Select rows first').waitFor();
    expect(await tags.getAttribute('aria-disabled')).toBe('true');
    // The page does nothing, so there is nothing to wait for.
    await tags.click({ force: true });
    expect(await palette(page).count()).toBe(1);
    await page.keyboard.press('Escape');
    expect(dmitry.complaints).toEqual([]);
  });

  it('does something with the rows that are selected, and lets go of them', async () => {
    const { page } = dmitry;
    await dmitry.open('/records/ticket');
    await page.getByRole('link', { name: ticket.subject }).waitFor();
    await page.locator('[data-row="0"]').getByRole('checkbox').press('Space');
    await page.getByRole('toolbar').getByText('1 selected').waitFor();
    // From the box that was ticked.
    await choose(page, 'tags', /^Tags.*1 selected/);
    await page.getByRole('complementary').getByRole('combobox').first().waitFor();
    await page.keyboard.press('Escape');
    await choose(page, 'clear', 'Clear the selection');
    await page.getByRole('toolbar').getByText('1 selected').waitFor({ state: 'detached' });
    expect(dmitry.complaints).toEqual([]);
  });
});

describe('a record', () => {
  it('is edited, commented, shared and followed by its words, and opens where one writes', async () => {
    const { page } = dmitry;
    await dmitry.open(`/records/ticket/${ticket.id}`);
    await page.getByRole('heading', { level: 1, name: ticket.subject }).waitFor();
    await openPalette(page);
    for (const name of ['Plan or log a call', 'Add a file', 'Share…', 'History of changes'])
      await command(page, name).first().waitFor();
    await command(page, /Edit the first field\s*e$/).waitFor();
    await page.keyboard.press('Escape');
    await choose(page, 'comment', 'Comment');
    const comment = page.getByRole('textbox', { name: 'Comment' });
    await comment.waitFor();
    expect(await comment.evaluate((field) => field === document.activeElement)).toBe(true);
    // From a field in which one writes.
    await choose(page, 'share', 'Share…');
    const share = page.getByRole('complementary', { name: `Share “${ticket.subject}”` });
    await share.waitFor();
    await page.keyboard.press('Escape');
    await share.waitFor({ state: 'detached' });
    await choose(page, 'edit first', /^Edit the first field/);
    const focused = () =>
      page.evaluate(() => document.activeElement?.closest('main') && document.activeElement.tagName);
    await expect.poll(focused).toBe('INPUT');
    await page.keyboard.press('Escape');
    expect(dmitry.complaints).toEqual([]);
  });

  it('offers nobody what would be refused', async () => {
    const { page } = kate;
    await kate.open(`/records/ticket/${ticket.id}`);
    await page.getByRole('heading', { level: 1, name: ticket.subject }).waitFor();
    await page.getByRole('button', { name: 'More actions' }).click();
    const offered = await page.getByRole('menuitem').allInnerTexts();
    await page.keyboard.press('Escape');
    await openPalette(page);
    await command(page, 'Comment').waitFor();
    const words = (await here(page).getByRole('option').allInnerTexts()).join('\n');
    expect(words).not.toContain('Who may see');
    for (const one of offered) expect(words).toContain(one);
    await page.keyboard.press('Escape');
  });
});

it('tells a reader of the screen which command is chosen', async () => {
  const { page } = kate;
  await kate.open('/calendar');
  const dialog = await openPalette(page);
  const field = dialog.getByRole('combobox');
  await field.fill('t');
  await dialog.getByRole('option', { selected: true }).first().waitFor();
  const first = await field.getAttribute('aria-activedescendant');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => field.getAttribute('aria-activedescendant')).not.toBe(first);
  const second = await field.getAttribute('aria-activedescendant');
  expect(await dialog.locator(`#${second ?? ''}`).getAttribute('aria-selected')).toBe('true');
  await page.keyboard.press('Escape');
});

describe('a task, an instance and a diagram', () => {
  it('offer the ways on, by the digits that press them', async () => {
    const { page } = kate;
    const tabs = await Promise.all(
      ['overdue', 'today', 'upcoming', 'pool'].map((tab) =>
        kate.get<{ items: { id: string }[] }>(`/api/tasks?tab=${tab}`),
      ),
    );
    const [task] = tabs.flatMap(({ body }) => body.items);
    expect(task).toBeDefined();
    await kate.open(`/tasks/${task?.id}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await openPalette(page);
    await command(page, /Ask/).first().waitFor();
    await page.keyboard.press('Escape');
  });

  it('suspend, stop and ask, and say why an instance does not move', async () => {
    const { page } = dmitry;
    const { body } = await dmitry.get<{ items: { id: string }[] }>(
      '/api/work-lists/process_instance?limit=1',
    );
    await dmitry.open(`/instances/${body.items[0]?.id}`);
    await page.getByRole('tab', { name: 'History' }).waitFor();
    await openPalette(page);
    for (const name of ['Comment', /^Ask/, 'Show: History']) await command(page, name).first().waitFor();
    await page.keyboard.press('Escape');
    await choose(page, 'history', 'Show: History');
    await page.waitForURL('**tab=history**');
    await choose(page, 'comment', 'Comment');
    await page.waitForURL('**tab=talk**');
    expect(dmitry.complaints).toEqual([]);
  });

  it('check and publish what is drawn', async () => {
    const { page } = olga;
    await olga.open('/processes/ticket-handling/design');
    await page.getByRole('button', { name: 'Publish' }).waitFor();
    await page.locator('.djs-container').waitFor();
    await openPalette(page);
    for (const name of ['Check', 'Publish', /BPMN/]) await command(page, name).first().waitFor();
    await command(page, /^Undo.*Nothing was changed yet/).waitFor();
    await page.keyboard.press('Escape');
    await choose(page, 'publish', 'Publish');
    await page.getByRole('complementary', { name: /Publish/ }).waitFor();
    expect(olga.complaints).toEqual([]);
  });
});
