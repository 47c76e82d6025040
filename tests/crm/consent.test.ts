/** What a person said about being reached is kept, shown by rights, and obeyed where calls are planned. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CrmRejection, type RequestUser } from '#crm';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';

let harness: CrmHarness;
let admin: RequestUser;
let nobody: RequestUser;

beforeAll(async () => {
  harness = await crmHarness();
  admin = await harness.person({ roles: ['admin'] });
  nobody = await harness.person({ roles: [] });
});
afterAll(() => harness.close());

const contact = async (fields: Record<string, unknown> = {}) => {
  const made = await harness.crm.records.create(harness.as(admin), {
    entity: 'contact',
    fields: { givenName: 'Ada', familyName: 'Byron', ...fields },
  });
  return { entity: 'contact', id: made.id } as const;
};
type Said = Parameters<CrmHarness['crm']['consents']['state']>[2];
const say = (party: { entity: 'contact'; id: string }, said: Partial<Said>) =>
  harness.crm.consents.state(harness.as(admin), party, {
    channel: 'email',
    purpose: 'marketing',
    state: 'in',
    source: 'web form',
    proof: null,
    ...said,
  });
const codeOf = async (work: Promise<unknown>): Promise<unknown> => {
  const error = await work.then(
    () => null,
    (cause: unknown) => cause,
  );
  return error instanceof CrmRejection ? [error.code, error.details.reason] : error;
};
const call = (contactId: string, direction: 'in' | 'out' = 'out') =>
  harness.crm.activities.plan(harness.as(admin), {
    kind: 'call',
    direction,
    subject: 'Call',
    plannedStart: '2026-06-02T09:00:00.000Z',
    plannedEnd: '2026-06-02T09:15:00.000Z',
    contactId,
  });

describe('consent', () => {
  it('is asked for before advertising, and the latest word counts for its channel and purpose', async () => {
    const ada = await contact();
    const marketing = { channel: 'email', purpose: 'marketing' } as const;
    const refusal = () => harness.crm.consents.refusalOf(ada, marketing);
    expect(await refusal()).toBe('notGiven');
    expect(await harness.crm.consents.refusalOf(ada, { channel: 'email', purpose: 'service' })).toBeNull();
    await say(ada, { state: 'pending' });
    expect(await refusal()).toBe('pending');
    await say(ada, { proof: 'form 17' });
    expect(await refusal()).toBeNull();
    await say(ada, { state: 'out', source: 'call' });
    expect(await refusal()).toBe('out');
    expect(await harness.crm.consents.refusalOf(ada, { ...marketing, channel: 'post' })).toBe('notGiven');
    const kept = await harness.crm.consents.list(harness.as(admin), ada);
    expect(kept.map((one) => [one.state, one.source, one.proof])).toEqual([
      ['out', 'call', null],
      ['in', 'web form', 'form 17'],
      ['pending', 'web form', null],
    ]);
    expect(kept[0]?.actor.id).toBe(admin.id);
  });

  it('is shown to and written by those who may, and what is refused leaves nothing', async () => {
    const ada = await contact();
    const before = await harness.fingerprint();
    const stranger = harness.as(nobody);
    expect(await codeOf(harness.crm.consents.list(stranger, ada))).toEqual([
      'CRM_RECORD_NOT_FOUND',
      undefined,
    ]);
    const said = { channel: 'phone', purpose: 'sales', state: 'in', source: 'x', proof: null } as const;
    expect(await codeOf(harness.crm.consents.state(stranger, ada, said))).toEqual([
      'CRM_RECORD_NOT_FOUND',
      undefined,
    ]);
    expect(await harness.fingerprint()).toBe(before);
  });
});

describe('a call', () => {
  it('is not planned to somebody who must not be called, by whatever way', async () => {
    const silent = await contact({ doNotCall: true });
    expect(await codeOf(call(silent.id))).toEqual(['CRM_CONSENT_REFUSED', 'doNotCall']);
    const refused = await contact();
    await say(refused, { channel: 'phone', purpose: 'service', state: 'out' });
    expect(await codeOf(call(refused.id))).toEqual(['CRM_CONSENT_REFUSED', 'out']);
    const fields = { kind: 'call', subject: 'x', contact: silent.id, direction: 'out' };
    const made = harness.crm.records.create(harness.as(admin), { entity: 'activity', fields });
    expect(await codeOf(made)).toEqual(['CRM_CONSENT_REFUSED', 'doNotCall']);
    // They may call us.
    expect((await call(silent.id, 'in')).id).toBeDefined();
    await say(refused, { channel: 'phone', purpose: 'service', state: 'in' });
    expect((await call(refused.id)).id).toBeDefined();
  });
});
