/** Two records become one with everything that refers to them, and become two again. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CrmRejection, type RequestUser } from '#crm';
import { crmHarness, type CrmHarness } from '../support/crm-harness.ts';

let harness: CrmHarness;
let admin: RequestUser;

beforeAll(async () => {
  harness = await crmHarness();
  admin = await harness.person({ roles: ['admin'] });
});
afterAll(() => harness.close());

const make = async (entity: string, fields: Record<string, unknown>): Promise<string> =>
  (await harness.crm.records.create(harness.as(admin), { entity, fields })).id;
const read = (entity: string, id: string) => harness.crm.records.get(harness.as(admin), { entity, id });
const merge = (entity: string, survivorId: string, loserId: string, choices = {}) =>
  harness.crm.merges.merge(harness.as(admin), { entity, survivorId, loserId, choices });
const rowsOf = async (sql: string, values: unknown[]): Promise<unknown[]> =>
  (await harness.pool.query<Record<string, unknown>>(sql, values)).rows;
const codeOf = async (work: Promise<unknown>): Promise<unknown> => {
  const error = await work.then(
    () => null,
    (cause: unknown) => cause,
  );
  return error instanceof CrmRejection ? [error.code, error.details.reason] : error;
};
const later = () => void (harness.now = new Date(harness.now.getTime() + 60_000));

describe('a merge of accounts', () => {
  it('gives the survivor fields and everything that referred to the loser, and takes all of it back', async () => {
    const survivor = await make('account', { name: 'Ash', city: 'Riga', relationTypes: ['client'] });
    later();
    const loser = await make('account', {
      name: 'Ash Trading',
      taxId: '7701111111',
      phone: '+7 495 111-22-33',
      relationTypes: ['partner'],
    });
    const child = await make('account', { name: 'Ash Branch', parentAccount: loser });
    const deal = await make('deal', { name: 'Ash deal', account: loser });
    const ticket = await make('ticket', { subject: 'Ash ticket', account: loser });
    const contact = await make('contact', { givenName: 'A', familyName: 'Ash' });
    for (const accountId of [survivor, loser])
      await harness.crm.accountContacts.link(harness.as(admin), {
        accountId,
        contactId: contact,
        role: 'user',
        isPrimary: accountId === loser,
      });
    for (const id of [survivor, loser])
      await harness.crm.follow.set(harness.as(admin), { entity: 'account', id, following: true });
    const before = await harness.fingerprint();
    const { id, moved } = await merge('account', survivor, loser);
    expect(moved).toBeGreaterThanOrEqual(3);
    const merged = await read('account', survivor);
    expect(merged.fields).toMatchObject({
      name: 'Ash Trading',
      city: 'Riga',
      taxId: '7701111111',
      phone: expect.stringContaining('495') as unknown,
      relationTypes: ['client', 'partner'],
    });
    expect((await read('account', child)).fields.parentAccount).toBe(survivor);
    expect((await read('deal', deal)).fields.account).toBe(survivor);
    expect((await read('ticket', ticket)).fields.account).toBe(survivor);
    expect((await read('account', loser)).id).toBe(survivor);
    const [value] = await harness.crm.readForExpression([{ $record: 'account', id: loser }], null);
    expect(value?.id).toBe(survivor);
    expect(
      await rowsOf('select is_primary_contact as main from crm.account_contact where account_id = $1', [
        survivor,
      ]),
    ).toHaveLength(1);
    const timeline = await harness.crm.timeline.read(harness.as(admin), {
      entity: 'account',
      id: survivor,
      limit: 100,
    });
    expect(timeline.items.some((item) => item.verb === 'created' && item.record?.id === loser)).toBe(true);
    const undone = await harness.crm.merges.undo(harness.as(admin), { id });
    expect(undone.kept).toEqual([]);
    const ignoring = (print: string) =>
      print.split('\n').filter((line) => !/^(account|event|lifecycle_history|comm_point):/.test(line));
    expect(ignoring(await harness.fingerprint())).toEqual(ignoring(before));
    expect((await read('account', loser)).fields).toMatchObject({ name: 'Ash Trading', taxId: '7701111111' });
    expect((await read('account', loser)).fields.phone).toContain('495');
    expect((await read('account', survivor)).fields).toMatchObject({ name: 'Ash', taxId: null, phone: null });
    expect((await read('account', child)).fields.parentAccount).toBe(loser);
  });

  it('leaves alone what was changed since when it is taken back, and is not taken back twice or too late', async () => {
    const survivor = await make('account', { name: 'Oak' });
    const loser = await make('account', { name: 'Oak Wood', city: 'Perm', address: 'Lenina 1' });
    const { id } = await merge('account', survivor, loser);
    const { version } = await read('account', survivor);
    await harness.crm.records.update(harness.as(admin), {
      entity: 'account',
      id: survivor,
      version,
      fields: { city: 'Omsk' },
    });
    const now = harness.now;
    harness.now = new Date(now.getTime() + 31 * 86_400_000);
    expect(await codeOf(harness.crm.merges.undo(harness.as(admin), { id }))).toEqual([
      'CRM_MERGE_REFUSED',
      'tooLate',
    ]);
    harness.now = now;
    expect((await harness.crm.merges.undo(harness.as(admin), { id })).kept).toEqual(['city']);
    expect((await read('account', survivor)).fields).toMatchObject({
      name: 'Oak',
      city: 'Omsk',
      address: null,
    });
    expect(await codeOf(harness.crm.merges.undo(harness.as(admin), { id }))).toEqual([
      'CRM_MERGE_REFUSED',
      'undone',
    ]);
  });

  it('keeps the earlier first touch and the later last one, each as a whole, and gives them back', async () => {
    const touched = async (name: string, source: string, at: string, campaign?: string): Promise<string> => {
      const id = await make('account', {
        ...{ name, firstSource: source, firstTouchAt: at },
        ...(campaign !== undefined && { firstCampaign: campaign }),
      });
      await harness.pool.query('update crm.account set last_source = $2, last_touch_at = $3 where id = $1', [
        id,
        source,
        at,
      ]);
      return id;
    };
    const touches = async (id: string) => {
      const { fields } = await read('account', id);
      return [fields.firstSource, fields.firstCampaign, fields.firstTouchAt, fields.lastSource];
    };
    const survivor = await touched('Elm', 'exhibition', '2024-05-01T10:00:00.000Z', 'Fair');
    const loser = await touched('Elm Ltd', 'referral', '2021-05-01T10:00:00.000Z');
    const preview = await harness.crm.merges.preview(harness.as(admin), {
      ...{ entity: 'account', survivorId: survivor, loserId: loser },
    });
    expect(preview.fields.find((field) => field.key === 'firstSource')).toMatchObject({
      ...{ from: 'loser', value: 'referral', isFixed: true },
    });
    const { id } = await merge('account', survivor, loser);
    expect(await touches(survivor)).toEqual(['referral', null, '2021-05-01T10:00:00.000Z', 'exhibition']);
    await harness.crm.merges.undo(harness.as(admin), { id });
    expect(await touches(survivor)).toEqual([
      ...['exhibition', 'Fair', '2024-05-01T10:00:00.000Z', 'exhibition'],
    ]);
    const silent = await make('account', { name: 'Elm Silent' });
    await merge('account', silent, loser);
    expect(await touches(silent)).toEqual([...['referral', null, '2021-05-01T10:00:00.000Z', 'referral']]);
  });

  it('happens once when two merge the same pair either way, and needs the rights on both', async () => {
    const one = await make('account', { name: 'Elm' });
    const other = await make('account', { name: 'Elm Ltd' });
    const reader = await harness.person({ roles: [] });
    const before = await harness.fingerprint();
    const request = { entity: 'account', survivorId: one, loserId: other, choices: {} };
    expect(await codeOf(harness.crm.merges.merge(harness.as(reader), request))).toSatisfy(
      (code: unknown) => Array.isArray(code) && /FORBIDDEN|NOT_FOUND/.test(String(code[0])),
    );
    expect(await harness.fingerprint()).toBe(before);
    const both = await Promise.allSettled([merge('account', one, other), merge('account', other, one)]);
    expect(both.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect(
      await rowsOf('select from crm.account where id = any($1::uuid[]) and deleted_at is null', [
        [one, other],
      ]),
    ).toHaveLength(1);
  });
});

describe('a merge of contacts', () => {
  it('keeps every phone and address, and whatever either of them refused', async () => {
    const survivor = await make('contact', {
      givenName: 'Ira',
      familyName: 'Lis',
      phone: '+7 495 555-11-11',
      email: 'ira@lis.example',
    });
    const loser = await make('contact', {
      givenName: 'Irina',
      familyName: 'Lis',
      phone: '8 495 555 22 22',
      email: 'IRA@lis.example',
      doNotCall: true,
    });
    const say = (id: string, state: 'in' | 'out') =>
      harness.crm.consents.state(
        harness.as(admin),
        { entity: 'contact', id },
        { channel: 'email', purpose: 'marketing', state, source: 'form', proof: null },
      );
    await say(loser, 'out');
    later();
    await say(survivor, 'in');
    later();
    const way = { channel: 'email', purpose: 'marketing' } as const;
    const { id } = await merge('contact', survivor, loser, { doNotCall: 'survivor', phone: 'loser' });
    const merged = await read('contact', survivor);
    expect(merged.fields).toMatchObject({ doNotCall: true, givenName: 'Irina' });
    expect(merged.fields.phone).toContain('5552222');
    const points = () =>
      rowsOf(
        'select kind, coalesce(e164, email_norm) as value, is_primary from crm.comm_point where party_id = $1 order by 1, 2',
        [survivor],
      );
    expect(await points()).toEqual([
      { kind: 'email', value: 'ira@lis.example', is_primary: true },
      { kind: 'phone', value: '+74955551111', is_primary: false },
      { kind: 'phone', value: '+74955552222', is_primary: true },
    ]);
    expect(await harness.crm.consents.refusalOf({ entity: 'contact', id: survivor }, way)).toBe('out');
    await harness.crm.merges.undo(harness.as(admin), { id });
    expect(await harness.crm.consents.refusalOf({ entity: 'contact', id: survivor }, way)).toBeNull();
    expect(await harness.crm.consents.refusalOf({ entity: 'contact', id: loser }, way)).toBe('out');
    expect(await points()).toHaveLength(2);
    expect((await read('contact', survivor)).fields).toMatchObject({ doNotCall: false, givenName: 'Ira' });
  });
});
