/** A lead becomes a customer: whom it may be, what is still needed, where the deal begins, and the way back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousViolations } from './support/axe.ts';
import { newField } from './support/fields.ts';
import { openStage, WAIT_MS_MAX, type Stage, type Visitor } from './support/stage.ts';

const RUN = String(Date.now()).slice(-6);
const COMPANY = `Birch ${RUN} Ltd`;
const TITLE = `Wants scanners ${RUN}`;

let stage: Stage;
let viktor: Visitor;
let anna: Visitor;
let leadId: string;
let knownId: string;

beforeAll(async () => {
  stage = await openStage();
  [viktor, anna] = await Promise.all([stage.enter('Viktor'), stage.enter('Anna')]);
  for (const entity of ['lead', 'account'])
    await newField(viktor, { entity, key: `region${RUN}`, labelEn: 'Sales region' });
  await newField(viktor, {
    ...{ entity: 'deal', key: `tender${RUN}`, labelEn: 'Number of the tender' },
    requiredIf: [{ field: 'source', operator: 'eq', value: 'referral' }],
  });
  knownId = await made('contact', {
    ...{ givenName: 'Greta', familyName: `Birch ${RUN}` },
    email: `greta${RUN}@birch.example`,
  });
  leadId = await made('lead', {
    ...{ title: TITLE, companyName: COMPANY, givenName: 'Greta', familyName: `Birch ${RUN}` },
    ...{ email: `greta${RUN}@birch.example`, source: 'referral', expectedAmount: 42_000 },
    ...{ [`region${RUN}`]: 'Far North' },
  });
});
afterAll(() => stage?.close());

async function made(entity: string, fields: object): Promise<string> {
  const body = { fields, createAnyway: { reason: 'made for a test' } };
  const answer = await anna.send<{ id: string }>('POST', `/api/records/${entity}`, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body.id;
}

const fieldsOf = async (entity: string, id: string) =>
  (await anna.get<{ fields: Record<string, unknown> }>(`/api/records/${entity}/${id}`)).body.fields;

describe('a lead', () => {
  let dealId: string;

  it('is converted with what the deal still needs, in the chosen stage, to the person who is known', async () => {
    const { page } = anna;
    await anna.open(`/records/lead/${leadId}`);
    await page.getByRole('button', { name: 'Convert', exact: true }).click();
    const panel = page.getByRole('complementary', { name: `Convert “${TITLE}”` });
    const account = panel.getByRole('group', { name: 'Account', exact: true });
    const contact = panel.getByRole('group', { name: 'Contact', exact: true });
    const deal = panel.getByRole('group', { name: 'Deal', exact: true });
    expect(await account.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe(COMPANY);
    expect(await account.getByRole('textbox', { name: 'Sales region' }).inputValue()).toBe('Far North');
    await contact.getByRole('button', { name: `Use “Greta Birch ${RUN}”` }).click();
    const tender = deal.getByRole('textbox', { name: 'Number of the tender' });
    await tender.waitFor();
    expect(await seriousViolations(page)).toEqual([]);

    await panel.getByRole('button', { name: 'Convert', exact: true }).click();
    await deal.getByText('This field is needed.').waitFor();
    await tender.fill('T-2026-7');
    await deal.getByRole('combobox', { name: 'Begins in the stage' }).click();
    await page.getByRole('option', { name: 'Needs', exact: true }).click();
    await panel.getByRole('button', { name: 'Convert', exact: true }).click();
    await page.waitForURL(/records\/deal\//, { timeout: WAIT_MS_MAX });
    dealId = /deal\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '';
    expect(await fieldsOf('deal', dealId)).toMatchObject({
      ...{ stage: 'discovery', amount: 42_000, source: 'referral', lead: leadId },
      [`tender${RUN}`]: 'T-2026-7',
    });
    const lead = await fieldsOf('lead', leadId);
    expect(lead['contact']).toBe(knownId);
    expect(await fieldsOf('account', String(lead['account']))).toMatchObject({
      ...{ name: COMPANY, [`region${RUN}`]: 'Far North' },
    });
  });

  it('is a lead again when the conversion is taken back, and what was made is in the bin', async () => {
    const { page } = anna;
    await anna.open(`/records/lead/${leadId}`);
    await page.getByRole('button', { name: 'Take the conversion back' }).click();
    const panel = page.getByRole('complementary', { name: 'Take the conversion back?' });
    expect(await seriousViolations(page)).toEqual([]);
    await panel.getByRole('button', { name: 'Take the conversion back' }).click();
    await page.getByText('The conversion is taken back').waitFor();
    await page.getByRole('button', { name: 'Convert', exact: true }).waitFor();
    expect((await anna.get(`/api/records/deal/${dealId}`)).status).toBe(404);
    expect(await fieldsOf('contact', knownId)).toMatchObject({ familyName: `Birch ${RUN}` });
    expect(await fieldsOf('lead', leadId)).toMatchObject({ account: null, contact: null, convertedAt: null });
    expect(anna.complaints).toEqual([]);
  });
});

describe('a customer who is made by hand', () => {
  it('is said to come from somewhere, and that stays on his page', async () => {
    const { page } = anna;
    const name = `Fair guest ${RUN}`;
    await anna.open('/records/account');
    await page.getByRole('main').getByRole('button', { name: 'New', exact: true }).first().click();
    const panel = page.getByRole('complementary', { name: 'New: Account' });
    await panel.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
    await panel.getByRole('button', { name: 'Show all fields' }).click();
    await panel.getByRole('combobox', { name: 'First source' }).click();
    await page.getByRole('option', { name: 'Recommendation', exact: true }).click();
    await panel.getByRole('textbox', { name: 'First campaign' }).fill('Spring fair');
    await panel.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
    for (const shown of ['Spring fair', 'Recommendation'])
      await page.getByText(shown, { exact: true }).first().waitFor();
    expect(await page.getByRole('button', { name: 'Change First source' }).count()).toBe(0);
  });
});
