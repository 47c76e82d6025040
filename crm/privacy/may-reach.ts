/** Whether a party may be reached by a channel for a purpose; asked where calls are planned and mails are sent. */
import type { Queryable, Unit } from '../database/transaction.ts';
import type { FieldValues, PlannedWrite } from '../entities/entity-types.ts';
import { CrmRejection } from '../errors.ts';

export type ConsentChannel = 'phone' | 'email' | 'messenger' | 'post';
export type ConsentPurpose = 'service' | 'sales' | 'marketing';
export type ConsentState = 'in' | 'out' | 'pending';

export interface ConsentParty {
  readonly entity: 'account' | 'contact';
  readonly id: string;
}

export interface ConsentWay {
  readonly channel: ConsentChannel;
  readonly purpose: ConsentPurpose;
}

export type ContactRefusal = 'doNotCall' | 'out' | 'pending' | 'notGiven';

const SELECT_IN_FORCE = `
  select
    (select state from crm.consent
     where party_type = $1 and party_id = $2 and channel = $3 and purpose = $4
     order by at desc, id desc limit 1) as state,
    exists (select from crm.contact where $1 = 'contact' and id = $2 and do_not_call) as "doNotCall"`;

/** What nobody spoke of: only advertising needs to be agreed to beforehand. */
const OPEN_WITHOUT_CONSENT: ReadonlySet<ConsentPurpose> = new Set(['service', 'sales']);

const REASONS: Readonly<Record<ContactRefusal, string>> = {
  doNotCall: 'is marked "do not call"',
  out: 'has said no to this',
  pending: 'was asked for consent and has not agreed yet',
  notGiven: 'has not agreed to this',
};

/** Null when the party may be reached so. */
export async function refusalOf(
  reader: Queryable,
  { entity, id }: ConsentParty,
  { channel, purpose }: ConsentWay,
): Promise<ContactRefusal | null> {
  const { rows } = await reader.query<{ state: ConsentState | null; doNotCall: boolean }>(SELECT_IN_FORCE, [
    entity,
    id,
    channel,
    purpose,
  ]);
  const [found] = rows;
  if (channel === 'phone' && found?.doNotCall) return 'doNotCall';
  const state = found?.state ?? null;
  if (state === 'out' || state === 'pending') return state;
  return state === null && !OPEN_WITHOUT_CONSENT.has(purpose) ? 'notGiven' : null;
}

/**
 * A person plans no call to somebody who is not to be called. Of use as `beforeWrite`. A process is not stopped here: its
 * task stays, and the call card shows no number.
 */
export async function refuseUnwantedCall(
  unit: Unit,
  { before, wanted, actor }: PlannedWrite,
): Promise<FieldValues> {
  if (actor.kind === 'process') return {};
  const now = { ...before, ...wanted };
  const isNew = wanted.contact !== undefined || wanted.plannedStart !== undefined;
  const isPlannedCall =
    now.kind === 'call' && now.direction !== 'in' && (now.status === undefined || now.status === 'planned');
  if (!isNew || !isPlannedCall || typeof now.contact !== 'string') return {};
  const party = { entity: 'contact', id: now.contact } as const;
  const refusal = await refusalOf(unit.client, party, { channel: 'phone', purpose: 'service' });
  if (refusal === null) return {};
  throw new CrmRejection(
    'CRM_CONSENT_REFUSED',
    `Expected a contact who may be called, but this one ${REASONS[refusal]}.`,
    {
      ...party,
      reason: refusal,
      fields: [{ path: 'contact', message: `This contact ${REASONS[refusal]}.` }],
    },
  );
}
