/** Whether a party may be reached by a channel for a purpose; asked where calls are planned and mails are sent. */
import type { Queryable, Unit } from '../database/transaction.ts';
import type { FieldValues, PlannedWrite } from '../entities/entity-types.ts';
import { CrmRejection, type FieldProblemCode } from '../errors.ts';
import { normaliseEmail } from '../phones/normalise-email.ts';

export type ConsentChannel = 'phone' | 'email' | 'messenger' | 'post';
export type ConsentPurpose = 'service' | 'sales' | 'marketing';
export type ConsentState = 'in' | 'out' | 'pending';

export interface ConsentParty {
  readonly entity: 'account' | 'contact' | 'lead';
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
    (exists (select from crm.contact where $1 = 'contact' and id = $2 and do_not_call)
      or exists (select from crm.lead where $1 = 'lead' and id = $2 and do_not_call)) as "doNotCall"`;

/** What nobody spoke of: only advertising needs to be agreed to beforehand. */
const OPEN_WITHOUT_CONSENT: ReadonlySet<ConsentPurpose> = new Set(['service', 'sales']);

const REASONS: Readonly<Record<ContactRefusal, string>> = {
  doNotCall: 'is marked "do not call"',
  out: 'has said no to this',
  pending: 'was asked for consent and has not agreed yet',
  notGiven: 'has not agreed to this',
};

const REASON_CODES: Readonly<Record<ContactRefusal, FieldProblemCode>> = {
  doNotCall: 'doNotCall',
  out: 'saidNo',
  pending: 'notAgreedYet',
  notGiven: 'notAgreed',
};

/** Whose an address is. A converted lead said what it said as the contact that it became. */
const SELECT_PARTIES = `
  select a.address, p.party_type as entity, p.party_id as id
  from unnest($1::text[]) as a (address)
  join crm.comm_point p on p.email_norm = a.address
  left join crm.contact c on p.party_type = 'contact' and c.id = p.party_id
  left join crm.account o on p.party_type = 'account' and o.id = p.party_id
  where coalesce(c.deleted_at, o.deleted_at) is null
  union
  select a.address, 'lead', l.id
  from unnest($1::text[]) as a (address)
  join crm.lead l on lower(l.email) = a.address
  where l.deleted_at is null and (l.converted_at is null or l.contact_id is null)`;

export interface RefusedAddress {
  readonly address: string;
  readonly reason: ContactRefusal;
}

/**
 * Which of these addresses must not be written to. Of several who share an address, one who said no is enough; to an
 * address that nobody has, nobody agreed.
 */
export async function refusedAddresses(
  reader: Queryable,
  addresses: readonly string[],
  purpose: ConsentPurpose,
): Promise<RefusedAddress[]> {
  const norms = [...new Set(addresses.map((address) => normaliseEmail(address) ?? address.toLowerCase()))];
  const { rows } = await reader.query<ConsentParty & { address: string }>(SELECT_PARTIES, [norms]);
  const refused: RefusedAddress[] = [];
  for (const address of norms) {
    const found: (ContactRefusal | null)[] = [];
    for (const party of rows.filter((row) => row.address === address))
      found.push(await refusalOf(reader, party, { channel: 'email', purpose }));
    const reason = worst(found, purpose);
    if (reason !== null) refused.push({ address, reason });
  }
  return refused;
}

function worst(found: readonly (ContactRefusal | null)[], purpose: ConsentPurpose): ContactRefusal | null {
  if (found.length === 0) return OPEN_WITHOUT_CONSENT.has(purpose) ? null : 'notGiven';
  if (found.includes('out')) return 'out';
  return found.includes(null) ? null : (found[0] ?? null);
}

/** @throws CrmRejection CRM_CONSENT_REFUSED naming each address with its reason */
export async function assertMayWriteTo(
  reader: Queryable,
  addresses: readonly string[],
  purpose: ConsentPurpose,
): Promise<void> {
  const refused = await refusedAddresses(reader, addresses, purpose);
  if (refused.length === 0) return;
  const sentence = refused.map(({ address, reason }) => `${address} ${REASONS[reason]}`).join('; ');
  throw new CrmRejection('CRM_CONSENT_REFUSED', `Nothing was sent (purpose '${purpose}'): ${sentence}.`, {
    purpose,
    refused,
    fields: refused.map(({ address, reason }) => ({
      path: 'to',
      message: `${address} ${REASONS[reason]}.`,
      code: REASON_CODES[reason],
    })),
  });
}

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
      fields: [
        { path: 'contact', message: `This contact ${REASONS[refusal]}.`, code: REASON_CODES[refusal] },
      ],
    },
  );
}
