import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller, CrmRejection, RecordView } from '#crm';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';

let harness: CrmHarness;
let as: Caller;

beforeAll(async () => {
  harness = await crmHarness();
  as = harness.as(await harness.person({ roles: ['manager'] }));
});
afterAll(() => harness.close());

const FIELDS = {
  title: 'Wants ten licences',
  companyName: 'Rosebud Ltd',
  givenName: 'Rose',
  familyName: 'Bud',
  phone: '8 916 000 12 34',
  email: 'rose@rosebud.example',
  source: 'referral',
};
const lead = (fields: Record<string, unknown> = {}): Promise<RecordView> =>
  harness.crm.leads.capture(as, {
    fields: { ...FIELDS, ...fields },
    payload: { form: 'contact', text: 'hello' },
    utm: { source: 'ads', campaign: 'summer' },
  });
const get = (entity: string, id: string | null): Promise<RecordView> =>
  harness.crm.records.get(as, { entity, id: id ?? '' });
const convert = (id: string, request: Partial<Parameters<typeof harness.crm.conversions.convert>[1]> = {}) =>
  harness.crm.conversions.convert(as, {
    id,
    account: { fields: {} },
    contact: { fields: {} },
    deal: { fields: {} },
    ...request,
  });

describe('a lead', () => {
  it('keeps what it came with, a number, a phone for searching and a score with reasons', async () => {
    const { id, number, fields } = await lead();
    expect(number).toMatch(/^L-\d+$/);
    expect(fields).toMatchObject({
      status: 'new',
      phoneE164: '+79160001234',
      utmSource: 'ads',
      utmCampaign: 'summer',
      score: 75,
    });
    const origin = await harness.crm.leads.origin(as, { id });
    expect(origin.payload).toEqual({ form: 'contact', text: 'hello' });
    expect(origin.scoreReasons.map((reason) => [reason.code, reason.points])).toEqual([
      ['phone', 20],
      ['business_email', 20],
      ['company', 15],
      ['person', 5],
      ['recommended', 15],
    ]);
    await expect(
      harness.pool.query(`update crm.lead set payload = '{}' where id = $1`, [id]),
    ).rejects.toThrow('is kept as it came');
  });

  it('is worth less without a way to reach it, and again when it becomes known', async () => {
    const nobody = await harness.crm.leads.capture(as, { fields: { title: 'Silent call' }, payload: {} });
    expect(nobody.fields.score).toBe(0);
    const known = await harness.crm.records.update(as, {
      entity: 'lead',
      id: nobody.id,
      fields: { phone: '+7 916 000-12-35', email: 'someone@gmail.com' },
    });
    expect(known.fields).toMatchObject({ score: 20, phoneE164: '+79160001235' });
  });

  it('is disqualified with a reason only', async () => {
    const { id } = await lead();
    const update = (fields: Record<string, unknown>) =>
      harness.crm.records.update(as, { entity: 'lead', id, fields });
    await expect(update({ status: 'disqualified' })).rejects.toMatchObject({ code: 'CRM_STAGE_BLOCKED' });
    const gone = await update({ status: 'disqualified', disqualifyReason: 'no_need' });
    expect(gone.fields.status).toBe('disqualified');
  });

  it('refuses a payload that is too large or cannot be stored', async () => {
    const capture = (payload: unknown) => harness.crm.leads.capture(as, { fields: FIELDS, payload });
    await expect(capture({ text: 'x'.repeat(300_000) })).rejects.toMatchObject({
      code: 'CRM_FIELDS_INVALID',
    });
    await expect(capture({ text: 'a\u0000b' })).rejects.toMatchObject({ code: 'CRM_FIELDS_INVALID' });
  });

  it('names those whom it may be', async () => {
    const account = await harness.crm.records.create(as, {
      entity: 'account',
      fields: { name: 'Known Roses', domain: 'roses.example' },
    });
    const contact = await harness.crm.records.create(as, {
      entity: 'contact',
      fields: { givenName: 'Iris', familyName: 'Field', phone: '+79160007777' },
    });
    const { id } = await lead({
      companyName: 'known roses',
      email: 'iris@roses.example',
      givenName: 'Iris',
      familyName: 'Field',
      phone: '8 (916) 000-77-77',
    });
    expect(await harness.crm.leads.parties(as, { id })).toEqual([
      { entity: 'contact', id: contact.id, title: 'Iris Field', matches: ['phone', 'name'] },
      { entity: 'account', id: account.id, title: 'Known Roses', matches: ['domain', 'name'] },
    ]);
    const nobody = harness.as(await harness.person({ roles: [] }));
    await expect(harness.crm.leads.parties(nobody, { id })).rejects.toMatchObject({
      code: 'CRM_RECORD_NOT_FOUND',
    });
  });
});

describe('a conversion', () => {
  it('makes account, contact and deal from what the lead knows', async () => {
    const { id } = await lead({ expectedAmount: 5000, message: 'soon', currency: 'USD' });
    await harness.crm.records.create(as, {
      entity: 'activity',
      fields: { kind: 'note', subject: 'First talk', status: 'done', lead: id },
    });
    const done = await convert(id);
    const converted = await get('lead', id);
    expect(converted.fields).toMatchObject({
      status: 'converted',
      account: done.accountId,
      contact: done.contactId,
      convertedDeal: done.dealId,
      convertedAt: harness.now.toISOString(),
    });
    expect((await get('account', done.accountId)).fields).toMatchObject({
      name: 'Rosebud Ltd',
      kind: 'company',
      firstSource: 'referral',
      firstCampaign: 'summer',
    });
    expect((await get('contact', done.contactId)).fields).toMatchObject({
      familyName: 'Bud',
      phone: '+79160001234',
      email: 'rose@rosebud.example',
      account: done.accountId,
    });
    expect((await get('deal', done.dealId)).fields).toMatchObject({
      name: 'Wants ten licences',
      stage: 'qualified',
      amount: 5000,
      currency: 'USD',
      account: done.accountId,
      lead: id,
      source: 'referral',
    });
    const contacts = await harness.crm.dealContacts.list(as, { dealId: done.dealId ?? '' });
    expect(contacts.map((one) => [one.contact.id, one.role])).toEqual([[done.contactId, 'decider']]);
    const timeline = await harness.crm.timeline.read(as, {
      entity: 'deal',
      id: done.dealId ?? '',
      limit: 10,
    });
    expect(timeline.items.some((item) => item.text === 'First talk')).toBe(true);
  });

  it('attaches to parties that are known already and makes no others', async () => {
    const account = await harness.crm.records.create(as, {
      entity: 'account',
      fields: { name: 'Old friend' },
    });
    const { id } = await lead();
    const done = await convert(id, {
      account: { id: account.id },
      contact: { fields: { givenName: 'Rosa' } },
    });
    expect(done.accountId).toBe(account.id);
    expect((await get('contact', done.contactId)).title).toBe('Rosa Bud');
    expect((await get('account', account.id)).fields.firstSource).toBeNull();
  });

  it('happens once, and not at all when a part is refused', async () => {
    const { id } = await lead();
    const before = await harness.fingerprint();
    await expect(convert(id, { deal: { fields: { amount: -5 } } })).rejects.toMatchObject({
      code: 'CRM_FIELDS_INVALID',
    });
    await expect(convert(id, { account: null, contact: null })).rejects.toMatchObject({
      code: 'CRM_FIELDS_INVALID',
    });
    await expect(convert(id, { account: { id } })).rejects.toMatchObject({ code: 'CRM_FIELDS_INVALID' });
    expect(await harness.fingerprint()).toBe(before);
    await convert(id);
    await expect(convert(id)).rejects.toMatchObject({ code: 'CRM_CONVERSION_REFUSED' });
  });

  it('is not done or undone by a move', async () => {
    const { id } = await lead();
    const move = (status: string) =>
      harness.crm.records.update(as, { entity: 'lead', id, fields: { status } });
    await expect(move('converted')).rejects.toMatchObject({ code: 'CRM_CONVERSION_REFUSED' });
    await convert(id);
    await expect(move('qualified')).rejects.toMatchObject({ code: 'CRM_CONVERSION_REFUSED' });
  });

  it('is denied to those who may not change the lead', async () => {
    const { id } = await lead();
    const other = harness.as(await harness.person({ roles: ['employee'] }));
    const before = await harness.fingerprint();
    await expect(
      harness.crm.conversions.convert(other, { id, account: { fields: {} }, contact: null, deal: null }),
    ).rejects.toMatchObject({ code: 'CRM_RECORD_NOT_FOUND' });
    expect(await harness.fingerprint()).toBe(before);
  });
});

describe('taking a conversion back', () => {
  it('puts everything where it was, and the lead can be converted again', async () => {
    const { id } = await lead();
    await harness.crm.records.update(as, { entity: 'lead', id, fields: { status: 'qualified' } });
    const done = await convert(id);
    expect(await harness.crm.conversions.state(as, { id })).toMatchObject({
      conversion: { dealId: done.dealId, statusBefore: 'qualified' },
      builtUpon: [],
    });
    await harness.crm.conversions.undo(as, { id });
    expect((await get('lead', id)).fields).toMatchObject({
      status: 'qualified',
      account: null,
      contact: null,
      convertedAt: null,
      convertedDeal: null,
    });
    for (const [entity, gone] of [
      ['account', done.accountId],
      ['contact', done.contactId],
      ['deal', done.dealId],
    ] as const)
      await expect(get(entity, gone)).rejects.toMatchObject({ code: 'CRM_RECORD_NOT_FOUND' });
    expect((await harness.crm.conversions.state(as, { id })).conversion).toBeNull();
    expect((await convert(id)).dealId).not.toBe(done.dealId);
  });

  it('leaves what was only attached', async () => {
    const account = await harness.crm.records.create(as, { entity: 'account', fields: { name: 'Stays' } });
    const { id } = await lead();
    const done = await convert(id, { account: { id: account.id } });
    await harness.crm.records.update(as, { entity: 'account', id: account.id, fields: { city: 'Berlin' } });
    await harness.crm.conversions.undo(as, { id });
    expect((await get('account', account.id)).fields.city).toBe('Berlin');
    await expect(get('contact', done.contactId)).rejects.toMatchObject({ code: 'CRM_RECORD_NOT_FOUND' });
    expect(await harness.crm.accountContacts.list(as, { accountId: account.id })).toEqual([]);
  });

  it.each([
    ['the deal was moved', 'Deal “Wants ten licences” was changed'],
    ['the account has a ticket', 'Account “Rosebud Ltd” has tickets'],
    ['somebody planned a call', 'Deal “Wants ten licences” has activities'],
  ])('is refused when %s', async (_what, words) => {
    const { id } = await lead();
    const done = await convert(id);
    if (words.includes('changed'))
      await harness.crm.records.update(as, {
        entity: 'deal',
        id: done.dealId ?? '',
        fields: { stage: 'discovery' },
      });
    else if (words.includes('tickets'))
      await harness.crm.records.create(as, {
        entity: 'ticket',
        fields: { subject: 'Help', account: done.accountId },
      });
    else
      await harness.crm.records.create(as, {
        entity: 'activity',
        fields: { kind: 'call', subject: 'Call', deal: done.dealId },
      });
    const before = await harness.fingerprint();
    const refused = (await harness.crm.conversions.undo(as, { id }).catch((e: unknown) => e)) as CrmRejection;
    expect(refused.code).toBe('CRM_CONVERSION_REFUSED');
    expect(refused.message).toContain(words);
    expect(await harness.fingerprint()).toBe(before);
  });
});

describe('what a conversion asks for', () => {
  const added = async (entity: string, key: string, content: object = {}) => {
    const admin = harness.as(await harness.person({ roles: ['admin'] }));
    await harness.crm.customFields.create(admin, {
      ...{ entity, key, type: 'text', labelEn: key, labelRu: key, section: 'details' },
      ...{ required: false, isUnique: false, isIndexed: false, isSearched: false, inList: false },
      ...{ referenceEntity: null, visibleIf: null, requiredIf: null, options: [] },
      ...content,
    });
    await harness.crm.organisation.loadUser(as.user.id);
  };
  const choices = (...values: string[]) => ({
    type: 'select',
    options: values.map((value) => ({ value, labelEn: value, labelRu: value, tone: 'neutral' })),
  });

  it('is told before: what each part has already, and what the deal needs to begin in a stage', async () => {
    const { id } = await lead({ expectedAmount: 5000 });
    const plan = await harness.crm.conversions.plan(as, { id });
    expect(plan).toMatchObject({
      account: { name: 'Rosebud Ltd', kind: 'company' },
      contact: { familyName: 'Bud', phone: FIELDS.phone },
      deal: { name: 'Wants ten licences', amount: 5000, source: 'referral' },
    });
    const [pipeline] = plan.pipelines;
    expect(pipeline).toMatchObject({ code: 'sales', isDefault: true });
    expect(pipeline?.stages[0]).toMatchObject({ code: 'qualified', missing: [] });
    const lost = pipeline?.stages.find((stage) => stage.baseStatus === 'lost');
    expect(lost?.missing.map((one) => one.field)).toEqual(['lostReason']);
    const nobody = harness.as(await harness.person({ roles: [] }));
    await expect(harness.crm.conversions.plan(nobody, { id })).rejects.toMatchObject({
      code: 'CRM_RECORD_NOT_FOUND',
    });
  });

  it('names the part of what is refused, a field that is required under a condition too', async () => {
    await added('deal', 'tender', { requiredIf: [{ field: 'source', operator: 'eq', value: 'referral' }] });
    const { id } = await lead();
    await expect(convert(id)).rejects.toMatchObject({
      code: 'CRM_FIELDS_INVALID',
      details: { fields: [{ path: 'deal.fields.tender', code: 'required' }] },
    });
    const { dealId } = await convert(id, { deal: { fields: { tender: 'T-7', stage: 'discovery' } } });
    expect((await get('deal', dealId)).fields).toMatchObject({ tender: 'T-7', stage: 'discovery' });
  });

  it('brings along added fields of one key and kind, and a choice only where the other list has it', async () => {
    for (const entity of ['lead', 'account']) await added(entity, 'region');
    await added('lead', 'size', choices('small', 'huge'));
    await added('account', 'size', choices('small'));
    await added('lead', 'floor', { type: 'number' });
    await added('contact', 'floor');
    const deal = { fields: { tender: 'T-8' } };
    const small = await lead({ region: 'North', size: 'small', floor: 3 });
    const made = await convert(small.id, { deal });
    expect((await get('account', made.accountId)).fields).toMatchObject({ region: 'North', size: 'small' });
    expect((await get('contact', made.contactId)).fields.floor).toBeNull();
    const huge = await lead({ region: 'South', size: 'huge' });
    const { accountId } = await convert(huge.id, { deal, account: { fields: { region: 'East' } } });
    expect((await get('account', accountId)).fields).toMatchObject({ region: 'East', size: null });
  });

  it('leaves out what the one who converts may not write, and shows him nothing that is hidden', async () => {
    const { id } = await lead({ expectedAmount: 7000 });
    const narrow = (entity: string, field: string) => ({ entity, field, level: 'hidden' as const });
    const fieldRights = [narrow('lead', 'email'), narrow('deal', 'amount')];
    const seller = {
      user: { ...as.user, roles: as.user.roles.map((role) => ({ ...role, fieldRights })) },
    };
    const plan = await harness.crm.conversions.plan(seller, { id });
    expect(plan.contact).not.toHaveProperty('email');
    expect(plan.deal).not.toHaveProperty('amount');
    const { dealId } = await harness.crm.conversions.convert(seller, {
      ...{ id, account: { fields: {} }, contact: { fields: {} } },
      deal: { fields: { tender: 'T-9' } },
    });
    expect((await get('deal', dealId)).fields.amount).toBeNull();
  });
});
