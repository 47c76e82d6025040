/**
 * What an administrator adds and gives, seen by those who get it: a field and a kind of records of the company's own, a
 * role, and the two ways to find out what somebody sees.
 */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousViolations } from './support/axe.ts';
import { openStage, type Stage, type Visitor } from './support/stage.ts';
import { pickPerson } from './support/work.ts';

const RUN = Date.now();
/** Keys are of letters. */
const LETTERS = [...String(RUN).slice(-6)].map((digit) => String.fromCodePoint(97 + Number(digit))).join('');
const FIELD = `Fleet ${LETTERS}`;
const KINDS = `Machines ${LETTERS}`;
const ROLE = `Keepers ${LETTERS}`;

let stage: Stage;
let viktor: Visitor;
let anna: Visitor;
/** Has nothing but the role of everybody. */
let nina: Visitor;

beforeAll(async () => {
  stage = await openStage();
  [viktor, anna, nina] = await Promise.all([stage.enter('Viktor'), stage.enter('Anna'), stage.enter('Nina')]);
  for (const visitor of [viktor, anna, nina])
    expect((await visitor.send('PUT', '/api/session/locale', { locale: 'en' })).status).toBe(200);
});
afterAll(() => stage?.close());

const panelOf = (page: Page): Locator => page.getByRole('complementary');
const rail = (page: Page): Locator => page.getByRole('navigation', { name: 'Main navigation' });

async function fill(scope: Locator, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(values))
    await scope.getByRole('textbox', { name, exact: true }).fill(value);
}

async function noBarriers(page: Page): Promise<void> {
  expect(await seriousViolations(page)).toEqual([]);
}

describe('a field that the administrator adds', () => {
  const key = `fleet${LETTERS}`;

  it('is made on the page of fields, after what is missing was named', async () => {
    const { page } = viktor;
    await viktor.open('/admin/fields');
    await page.getByRole('button', { name: 'New field' }).click();
    const panel = panelOf(page);
    await fill(panel, { 'Name in English': FIELD, 'Name in Russian': `Парк ${LETTERS}` });
    await panel.getByRole('button', { name: 'Add the field' }).click();
    await panel.getByRole('textbox', { name: 'Key' }).and(page.locator('[aria-invalid=true]')).waitFor();
    await noBarriers(page);
    await panel.getByRole('textbox', { name: 'Key' }).fill(key);
    await panel.getByRole('combobox', { name: 'Type' }).selectOption('Number');
    await panel.getByRole('combobox', { name: 'Section of the page' }).selectOption('Main');
    await panel.getByText('A column of the list').click();
    await panel.getByRole('button', { name: 'Add the field' }).click();
    await page.getByRole('button', { name: `Edit “${FIELD}”` }).waitFor();
  });

  it('is in the form and the list of whoever works with the kind', async () => {
    const { page } = anna;
    await anna.open('/records/account?view=plain');
    await page.getByRole('main').getByRole('button', { name: 'New', exact: true }).first().click();
    const panel = panelOf(page);
    await fill(panel, { Name: `Carrier ${LETTERS}`, [FIELD]: '17' });
    await panel.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: `Carrier ${LETTERS}` }).waitFor();
    await page.getByText(FIELD, { exact: true }).first().waitFor();
    const filter = JSON.stringify({ op: 'and', items: [{ field: key, operator: 'gte', value: 17 }] });
    await anna.open(`/records/account?view=plain&filter=${encodeURIComponent(filter)}`);
    await page.locator(`[data-row="0"] [data-cell="${key}"]`).getByText('17').waitFor();
    await page.getByRole('columnheader', { name: FIELD }).waitFor();
  });

  it('is found in the file of an import by its name', async () => {
    const { page } = anna;
    await anna.open('/imports?entity=account');
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'File', exact: true }).click();
    const table = `Company;${FIELD}\nHaulier ${LETTERS};23\n`;
    await (
      await chooser
    ).setFiles({ name: 'hauliers.csv', mimeType: 'text/csv', buffer: Buffer.from(table) });
    await page.getByRole('button', { name: 'Read', exact: true }).click();
    const becomes = page.getByRole('combobox', { name: `Becomes: ${FIELD}` });
    await becomes.waitFor();
    expect(await becomes.inputValue()).toContain(FIELD);
    await page.getByRole('button', { name: 'Check the rows' }).click();
    await page.getByRole('button', { name: 'Import 1 row' }).click();
    await page.getByRole('heading', { name: 'Result' }).waitFor();
    const found = await anna.get<{ items: readonly { fields: Record<string, unknown> }[] }>(
      `/api/records/account?q=${encodeURIComponent(`Haulier ${LETTERS}`)}`,
    );
    expect(found.body.items.map(({ fields }) => fields[key])).toEqual([23]);
    expect(anna.complaints).toEqual([]);
  });
});

describe('a kind of records of one’s own', () => {
  it('is made by the administrator', async () => {
    const { page } = viktor;
    await viktor.open('/admin/fields');
    await page.getByRole('button', { name: 'New kind of record' }).click();
    const panel = panelOf(page);
    await fill(panel, {
      'Name in English': `Machine ${LETTERS}`,
      'Name in Russian': `Машина ${LETTERS}`,
      'Several of them, in English': KINDS,
      'Several of them, in Russian': `Машины ${LETTERS}`,
    });
    await panel.getByRole('textbox', { name: 'Key' }).fill(`machine_${LETTERS}`);
    await panel.getByRole('button', { name: 'Make it' }).click();
    await rail(page).getByRole('link', { name: KINDS }).waitFor();
  });

  it('is given by a new role, whose bearer then works with it', async () => {
    await nina.open('/inbox');
    expect(await rail(nina.page).getByRole('link', { name: KINDS }).count()).toBe(0);
    const { page } = viktor;
    await viktor.open('/admin/roles');
    await page.getByRole('button', { name: 'New role' }).click();
    const panel = panelOf(page);
    await fill(panel, { Name: ROLE, Code: `keepers_${LETTERS}` });
    await panel.getByRole('button', { name: 'New role' }).click();
    const main = page.getByRole('main');
    await main.getByRole('combobox', { name: 'Who has the role' }).fill('Nina');
    await page.getByRole('option', { name: /^Nina/ }).click();
    await page.keyboard.press('Escape');
    for (const action of ['Create', 'Read', 'Edit'])
      await main.getByRole('combobox', { name: `${KINDS}: ${action}` }).selectOption('All');
    await noBarriers(page);
    await main.getByRole('button', { name: 'Save the role' }).click();
    await page.getByText('The role is saved and in force.').waitFor();

    await nina.open('/inbox');
    await rail(nina.page).getByRole('link', { name: KINDS }).click();
    await nina.page.getByRole('main').getByRole('button', { name: 'New', exact: true }).first().click();
    await panelOf(nina.page).getByRole('textbox', { name: 'Name' }).fill(`Press ${LETTERS}`);
    await panelOf(nina.page).getByRole('button', { name: 'Create', exact: true }).click();
    await nina.page.getByRole('heading', { level: 1, name: `Press ${LETTERS}` }).waitFor();
    expect(nina.complaints).toEqual([]);
  });

  it('is taken away by the role, too', async () => {
    const { page } = viktor;
    await viktor.open('/admin/roles');
    await page.getByRole('button', { name: ROLE }).click();
    await page.getByRole('button', { name: 'Delete the role' }).click();
    await panelOf(page).getByRole('button', { name: 'Delete the role' }).click();
    await page.getByRole('button', { name: ROLE }).waitFor({ state: 'detached' });
    await nina.open(`/records/machine_${LETTERS}`);
    await expect.poll(() => rail(nina.page).getByRole('link', { name: KINDS }).count()).toBe(0);
    expect(await nina.page.getByRole('main').innerText()).not.toContain(`Press ${LETTERS}`);
  });
});

describe('what somebody sees', () => {
  it('is looked at through her eyes, and nothing can be changed meanwhile', async () => {
    const { page } = viktor;
    await viktor.open('/admin/organisation');
    await page.getByRole('button', { name: /^See the product as Nina/ }).click();
    await page.getByText(/^You see the product as Nina .* Nothing can be changed\.$/).waitFor();
    expect(await rail(page).getByRole('link', { name: 'Accounts' }).count()).toBe(0);
    await noBarriers(page);
    const change = await viktor.send('POST', '/api/records/account', { fields: { name: 'No' } });
    expect(change.status).toBe(403);
    await page.getByRole('button', { name: /^Be Viktor .* again$/ }).click();
    await rail(page).getByRole('link', { name: 'Accounts' }).waitFor();
  });

  it('is told with its reason, record by record', async () => {
    const { page } = viktor;
    const made = await anna.send<{ id: string }>('POST', '/api/records/account', {
      fields: { name: `Why ${LETTERS}` },
    });
    await viktor.open(`/records/account/${made.body.id}`);
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Who may see this?' }).click();
    const panel = panelOf(page);
    await pickPerson(panel, page, 'Person', 'Anna');
    await panel
      .getByText(/^Role “.*”: /)
      .first()
      .waitFor();
    await noBarriers(page);
    await pickPerson(panel, page, 'Person', 'Nina');
    await panel.getByText(/^Nina .* cannot see this record\.$/).waitFor();
    expect(viktor.complaints).toEqual([]);
  });
});
