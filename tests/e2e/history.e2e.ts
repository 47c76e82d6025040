/** What was, is seen and comes back: changes with their former values, the proof that history is genuine, and the bin. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousViolations } from './support/axe.ts';
import { openStage, WAIT_MS_MAX, type Stage, type Visitor } from './support/stage.ts';

const RUN = Date.now();
const NAME = `Weber ${RUN}`;

interface Row {
  readonly id: string;
  readonly version: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

let stage: Stage;
let anna: Visitor;
/** Anna's head, who may delete what is hers. */
let dmitry: Visitor;
let viktor: Visitor;

beforeAll(async () => {
  stage = await openStage();
  [anna, dmitry, viktor] = await Promise.all([
    stage.enter('Anna'),
    stage.enter('Dmitry'),
    stage.enter('Viktor'),
  ]);
  for (const visitor of [anna, dmitry, viktor])
    expect((await visitor.send('PUT', '/api/session/locale', { locale: 'en' })).status).toBe(200);
});
afterAll(() => stage?.close());

async function newAccount(name: string, website: string): Promise<Row> {
  const made = await anna.send<Row>('POST', '/api/records/account', { fields: { name, website } });
  expect(made.status, JSON.stringify(made.body)).toBe(200);
  return made.body;
}

const website = async (id: string): Promise<unknown> =>
  (await anna.get<Row>(`/api/records/account/${id}`)).body.fields['website'];

async function noBarriers({ page }: Visitor): Promise<void> {
  expect(await seriousViolations(page)).toEqual([]);
}

describe('what was changed', () => {
  const before = `https://before-${RUN}.example`;
  const after = `https://after-${RUN}.example`;
  let account: Row;

  beforeAll(async () => {
    account = await newAccount(NAME, before);
    const { version } = account;
    const fields = { website: after };
    const changed = await anna.send('PATCH', `/api/records/account/${account.id}`, { version, fields });
    expect(changed.status).toBe(200);
  });

  it('is in the audit with who, what, and from what to what', async () => {
    const { page } = viktor;
    await viktor.open('/admin/audit');
    await page.getByRole('textbox', { name: 'Name or value' }).fill(`after-${RUN}`);
    const row = page.getByRole('list', { name: 'Audit' }).getByRole('listitem');
    await expect.poll(() => row.count(), { timeout: WAIT_MS_MAX }).toBe(1);
    const words = await row.innerText();
    for (const part of ['Account', 'changed', NAME, 'Website', before, '→', after, 'Anna Petrova'])
      expect(words).toContain(part);
    await noBarriers(viktor);
    expect((await anna.get('/api/admin/audit')).status).toBe(403);
  });

  it('is proved to be genuine', async () => {
    const { page } = viktor;
    await page.getByRole('button', { name: 'Check that history is genuine' }).click();
    const panel = page.getByRole('complementary', { name: 'Check that history is genuine' });
    await panel.getByRole('status').getByText('All chains are unbroken').waitFor();
    await noBarriers(viktor);
    await panel.getByRole('button', { name: 'Close' }).click();
  });

  it('is given its former value by whoever may edit it', async () => {
    const { page } = anna;
    await anna.open(`/records/account/${account.id}`);
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'History of changes' }).click();
    const panel = page.getByRole('complementary', { name: `Changes of “${NAME}”` });
    await panel.getByRole('combobox', { name: 'Field' }).selectOption('Website');
    await panel.getByText(before).first().waitFor();
    await noBarriers(anna);
    await panel.getByRole('button', { name: 'Restore Website from before this change' }).first().click();
    await page.getByText('The former value is back.').waitFor();
    expect(await website(account.id)).toBe(before);
    expect(anna.complaints).toEqual([]);
  });
});

describe('what was deleted', () => {
  const titles = ['one', 'two', 'three'].map((word) => `Binned ${word} ${RUN}`);
  const list = `/api/records/account?q=${encodeURIComponent(`Binned ${RUN}`)}`;
  const left = async (): Promise<number> => (await dmitry.get<{ total: number }>(list)).body.total;

  it('lies in the bin, where it is found by its title and who deleted it', async () => {
    const { page } = dmitry;
    const [first, ...others] = await Promise.all(
      titles.map((title) => newAccount(title, `https://${title.replaceAll(' ', '-')}.example`)),
    );
    await dmitry.open(`/records/account/${first?.id}`);
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Move to the bin' }).click();
    await page.getByRole('complementary').getByRole('button', { name: 'Move to the bin' }).click();
    await page.getByText(`“${titles[0]}” is in the bin`).waitFor();
    for (const { id } of others)
      expect((await dmitry.send('DELETE', `/api/records/account/${id}`)).status).toBe(200);
    expect(await left()).toBe(0);
    await dmitry.open('/bin');
    await page.getByRole('searchbox', { name: 'Title' }).fill(`Binned`);
    await page.getByText(`Binned two ${RUN}`).waitFor();
    expect(await page.getByRole('list', { name: 'Bin' }).innerText()).toMatch(/by Dmitry Sokolov/);
    await noBarriers(dmitry);
  });

  it('is taken out alone, or several at once', async () => {
    const { page } = dmitry;
    await page.getByRole('button', { name: `Take “${titles[0]}” out of the bin` }).click();
    await page.getByText(`“${titles[0]}” is back.`).waitFor();
    for (const title of titles.slice(1))
      await page.getByRole('checkbox', { name: `Choose “${title}”` }).check();
    await page.getByRole('button', { name: 'Take 2 out' }).click();
    await page.getByText('2 records are back.').waitFor();
    await expect.poll(left, { timeout: WAIT_MS_MAX }).toBe(3);
    expect(dmitry.complaints).toEqual([]);
  });
});
