/** A lead that becomes a contact keeps its word: what it agreed to and refused is the contact's from then on. */
import type { Unit } from '../database/transaction.ts';
import type { CrmActor, CrmIds } from '../ports.ts';
import { appendEvents } from '../timeline/append-events.ts';

/** With its own date, so that what the contact said since still counts. */
const CARRY = `
  insert into crm.consent (id, party_type, party_id, channel, purpose, state, source, proof, at, actor_kind, actor_id)
  select gen_random_uuid(), 'contact', $2::uuid, c.channel, c.purpose, c.state, c.source, c.proof, c.at, c.actor_kind, c.actor_id
  from crm.consent c
  where c.party_type = 'lead' and c.party_id = $1::uuid and not exists (
    select from crm.consent k
    where k.party_type = 'contact' and k.party_id = $2::uuid
      and (k.channel, k.purpose, k.state, k.source, k.at) = (c.channel, c.purpose, c.state, c.source, c.at))
  returning channel, purpose, state, at`;

export async function carryConsents(
  unit: Unit,
  parties: { readonly leadId: string; readonly contactId: string; readonly accountId: string | null },
  told: { readonly now: Date; readonly actor: CrmActor; readonly ids: CrmIds },
): Promise<void> {
  const { leadId, contactId, accountId } = parties;
  const { rows } = await unit.client.query<{ channel: string; purpose: string; state: string }>(CARRY, [
    leadId,
    contactId,
  ]);
  await appendEvents(
    unit.client,
    rows.map(({ channel, purpose, state }) => ({
      id: told.ids.next(),
      occurredAt: told.now,
      actor: told.actor,
      kind: 'record' as const,
      verb: `consent_${state}`,
      entity: 'contact',
      recordId: contactId,
      accountId,
      text: `${channel} · ${purpose}`,
    })),
  );
}
