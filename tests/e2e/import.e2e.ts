/**
 * A list of two thousand companies comes in from a workbook, is looked through, written, and taken back; rows in error
 * are mended together; who would get imported leads, and when people work, is set on pages of their own.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workbook } from '../crm/import/support/workbook.ts';
import { seriousViolations } from './support/axe.ts';
import { beginsWith } from './support/names.ts';
import { openStage, type Stage, type Visitor } from './support/stage.ts';

const ROWS = 2_000;
const RUN = `Run ${Date.now()}`;
let stage: Stage;
let viktor: Visitor;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'import-e2e-'));
  stage = await openStage();
  viktor = await stage.enter('Viktor');
  expect((await viktor.send('PUT', '/api/session/locale', { locale: 'en' })).status).toBe(200);
});
afterAll(async () => {
  await stage?.close();
  await rm(folder, { recursive: true, force: true });
});

async function choose(file: string, content: Buffer): Promise<void> {
  const path = join(folder, file);
  await writeFile(path, content);
  const { page } = viktor;
  await viktor.open('/imports?entity=account');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'File', exact: true }).click();
  await (await chooser).setFiles(path);
  await page.getByRole('button', { name: 'Read', exact: true }).click();
  await page.waitForURL(/\/imports\/[0-9a-f-]{36}/);
}

async function noBarriers(): Promise<void> {
  expect(await seriousViolations(viktor.page)).toEqual([]);
}

describe('an import', () => {
  it('brings two thousand rows of a workbook in, and takes them back', async () => {
    const { page } = viktor;
    const rows = Array.from({ length: ROWS }, (_, index) => [
      `${RUN} company ${index}`,
      `8 (916) ${String(1_000_000 + index)
        .replace(/(\d{3})(\d{2})(\d{2})$/, '$1-$2-$3')
        .slice(-9)}`,
      index === 7 ? 'not an address' : `office${index}@${Date.now()}.example`,
      { number: index * 10.5 },
      index % 2 === 0 ? 'Retail' : 'Logistics',
    ]);
    await choose(
      'companies.xlsx',
      workbook([['Company', 'Phone', 'E-mail', 'Credit limit', 'Industry'], ...rows]),
    );
    await page.getByRole('heading', { name: /What the columns are/ }).waitFor();
    expect(await page.getByRole('combobox', { name: 'Becomes: Company' }).inputValue()).toContain('Name');
    await noBarriers();
    await page.getByRole('button', { name: 'Check the rows' }).click();
    await page.getByRole('button', { name: /^Import [\d,]+ rows/ }).waitFor({ timeout: 60_000 });
    await page.getByRole('columnheader', { name: 'Put right' }).waitFor();
    await noBarriers();
    await page.getByRole('button', { name: 'Test 50 rows' }).click();
    await page.getByText('nothing was written').waitFor();
    await page.getByRole('button', { name: /^Import [\d,]+ rows/ }).click();
    await page.getByRole('heading', { name: 'Result' }).waitFor({ timeout: 90_000 });
    const id = /imports\/([0-9a-f-]+)/.exec(page.url())?.[1] ?? '';
    const done = await viktor.get<{ summary: { outcomes: Record<string, number> } }>(`/api/imports/${id}`);
    expect(done.body.summary.outcomes).toEqual({ created: ROWS - 1, failed: 1 });
    await noBarriers();
    const found = await viktor.get<{ items: { fields: { phone: string } }[] }>(
      `/api/records/account?q=${encodeURIComponent(`${RUN} company 1999`)}`,
    );
    expect(found.body.items[0]?.fields.phone).toMatch(/^\+7916/);
    await page.getByRole('button', { name: 'Undo import' }).click();
    await page
      .getByRole('complementary', { name: 'Undo this import?' })
      .getByRole('button', { name: 'Undo import' })
      .click();
    await page.getByText(/rows were taken back/).waitFor({ timeout: 90_000 });
    const left = await viktor.get<{ total: number }>(`/api/records/account?q=${encodeURIComponent(RUN)}`);
    expect(left.body.total).toBe(0);
    expect(viktor.complaints).toEqual([]);
  });

  it('mends refused rows together, before and after the run, and shows who is there already', async () => {
    const { page } = viktor;
    const twin = { name: `${RUN} twin`, email: `twin${Date.now()}@twin.example` };
    expect((await viktor.send('POST', '/api/records/account', { fields: twin })).status).toBe(200);
    const lines = [
      'Company;E-mail;Industry',
      `${twin.name};${twin.email};`,
      ...[1, 2, 3].map((number) => `${RUN} wizard ${number};;Wizardry`),
      ...[1, 2].map((number) => `${RUN} hermit ${number};nowhere;`),
    ];
    await choose('wizards.csv', Buffer.from(lines.join('\n')));
    await page.getByRole('button', { name: 'Check the rows' }).click();
    const faults = page.getByRole('list', { name: 'To put right' });
    await faults.getByText('Industry: is none of the choices · 3 rows').waitFor();
    await page.getByRole('link', { name: beginsWith(`Like ${twin.name}`) }).waitFor();
    await noBarriers();
    await faults.getByRole('combobox', { name: /^Becomes: Industry/ }).selectOption('Retail');
    await faults.getByRole('button', { name: /^Put right: Industry/ }).click();
    await page.getByText('3 rows were checked again.').waitFor();
    await page.getByRole('combobox', { name: 'Verdict of row 2' }).selectOption('Skip');
    await page.getByRole('button', { name: 'Import 3 rows' }).click();
    await page.getByRole('heading', { name: 'Result' }).waitFor();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Refused rows as a file (CSV)' }).click(),
    ]);
    expect(await readFile(await file.path(), 'utf8')).toContain('E-mail: is no e-mail address (nowhere)');
    await faults.getByRole('button', { name: /^Leave out: E-mail/ }).click();
    await page.getByRole('heading', { name: 'Put right, not written yet' }).waitFor();
    await noBarriers();
    await page.getByRole('button', { name: 'Import 2 rows' }).click();
    await page.getByRole('heading', { name: 'Put right, not written yet' }).waitFor({ state: 'detached' });
    const found = await viktor.get<{ total: number }>(
      `/api/records/account?q=${encodeURIComponent(`${RUN} hermit`)}`,
    );
    expect(found.body.total).toBe(2);
    expect(viktor.complaints).toEqual([]);
  });

  it('does with each row what somebody decides, and takes all of it back', async () => {
    const { page } = viktor;
    const at = `${Date.now()}.example`;
    const make = async (name: string, fields: object): Promise<string> => {
      const made = await viktor.send<{ id: string }>('POST', '/api/records/account', {
        fields: { name: `${RUN} ${name}`, email: `${name}@${name}${at}`, ...fields },
      });
      expect(made.status).toBe(200);
      return made.body.id;
    };
    const changed = await make('harbour', { city: 'Tver' });
    const filled = await make('orchard', { city: 'Kazan' });
    const left = await make('quarry', { city: 'Ufa' });
    const shown = async (id: string) => {
      const { fields } = (await viktor.get<{ fields: Record<string, unknown> }>(`/api/records/account/${id}`))
        .body;
      return [fields['city'], fields['description']];
    };
    const line = (name: string): string => `${RUN} ${name};${name}@${name}${at};Sochi;From the fair`;
    const lines = [...['harbour', 'orchard', 'quarry'].map(line), line('lantern')];
    await choose('fair.csv', Buffer.from(['Company;E-mail;City;Description', ...lines].join('\n')));
    await page.getByRole('button', { name: 'Check the rows' }).click();
    const verdict = async (row: number, words: string): Promise<void> => {
      const choice = page.getByRole('combobox', { name: `Verdict of row ${row}` });
      await choice.selectOption(words);
      await expect.poll(() => choice.isEnabled()).toBe(true);
    };
    await verdict(2, 'Update');
    await verdict(3, 'Merge');
    await verdict(4, 'Skip');
    await verdict(5, 'Create');
    const row = page.getByRole('listitem').filter({ hasText: `${RUN} harbour` });
    await row.getByText('Tver', { exact: true }).waitFor();
    await row.getByText('Sochi', { exact: true }).waitFor();
    await noBarriers();
    await page.getByRole('button', { name: 'Import 3 rows' }).click();
    await page.getByRole('heading', { name: 'Result' }).waitFor();
    expect(await shown(changed)).toEqual(['Sochi', 'From the fair']);
    expect(await shown(filled)).toEqual(['Kazan', 'From the fair']);
    expect(await shown(left)).toEqual(['Ufa', null]);
    await page.getByRole('button', { name: 'Undo import' }).click();
    const panel = page.getByRole('complementary', { name: 'Undo this import?' });
    await panel.getByRole('button', { name: 'Undo import' }).click();
    await page.getByText('3 rows were taken back.').waitFor();
    expect(await shown(changed)).toEqual(['Tver', null]);
    expect(await shown(filled)).toEqual(['Kazan', null]);
    const found = await viktor.get<{ total: number }>(
      `/api/records/account?q=${encodeURIComponent(`${RUN} lantern`)}`,
    );
    expect(found.body.total).toBe(0);
    expect(viktor.complaints).toEqual([]);
  });

  it('says in words what is wrong with a hostile file', async () => {
    const { page } = viktor;
    const entity = `<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData/></worksheet>`;
    await choose('hostile.xlsx', workbook([['a']], { parts: { 'xl/worksheets/sheet1.xml': entity } }));
    await page.getByText('It declares XML entities').waitFor();
    await choose('picture.csv', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0]));
    await page.getByText('neither a workbook').waitFor();
  });
});

describe('the rules of leads and of working time', () => {
  it('say who would get a lead, and why', async () => {
    const { page } = viktor;
    await viktor.open('/admin/distribution');
    await page.getByRole('combobox', { name: 'Comes' }).click();
    await page.getByRole('option', { name: 'by import' }).click();
    await page.getByRole('button', { name: 'Show who' }).click();
    await page.getByText('No rule fits', { exact: false }).waitFor();
    await page.getByRole('combobox', { name: 'Source' }).click();
    await page.getByRole('option', { name: 'Exhibition' }).click();
    await page.getByRole('button', { name: 'Show who' }).click();
    await page.getByRole('status').getByText('Rule: Exhibitions, in turns', { exact: false }).waitFor();
    await noBarriers();
  });

  it('make a calendar, say when it works next, and take it away', async () => {
    const { page } = viktor;
    await viktor.open('/admin/calendars');
    await page.getByRole('button', { name: 'New', exact: true }).click();
    const panel = page.getByRole('complementary', { name: 'New calendar' });
    await panel.getByRole('textbox', { name: 'Name, English' }).fill(`Shift ${RUN}`);
    await panel.getByRole('textbox', { name: 'Name, Russian' }).fill(`Смена ${RUN}`);
    await panel.getByRole('textbox', { name: 'Code' }).fill('shift');
    await panel.getByRole('button', { name: 'Show', exact: true }).click();
    await panel.getByText(/At work now, then:|Closed now; works next:/).waitFor();
    await panel.getByRole('button', { name: 'Save' }).click();
    const row = page.getByRole('listitem').filter({ hasText: `Shift ${RUN}` });
    await row.waitFor();
    await row.getByRole('button').first().click();
    const opened = page.getByRole('complementary', { name: 'Working calendar' });
    await opened.getByRole('button', { name: 'Delete' }).click();
    await row.waitFor({ state: 'detached' });
    expect(viktor.complaints).toEqual([]);
  });
});
