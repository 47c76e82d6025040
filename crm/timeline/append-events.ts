/** Writes timeline rows: many in one statement, in the transaction of what they tell, never twice for one id. */
import type { Queryable } from '../database/transaction.ts';
import type { CrmActor } from '../ports.ts';

export interface FieldChange {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** Why a rule of the product's changed something: its words, and what held of the facts that it asks for. */
export interface RuleReason {
  readonly code: string;
  readonly label: { readonly en: string; readonly ru: string };
  readonly held: readonly { readonly fact: string; readonly value: number | null }[];
}

export type TimelineKind = 'record' | 'activity' | 'process' | 'comment' | 'question' | 'mail';

export interface TimelineEvent {
  readonly id: string;
  readonly occurredAt: Date;
  readonly actor: CrmActor;
  readonly kind: TimelineKind;
  readonly verb: string;
  readonly entity: string;
  readonly recordId: string;
  readonly recordVersion?: number | null;
  readonly accountId?: string | null;
  readonly changes?: readonly FieldChange[];
  readonly text?: string | null;
  readonly because?: RuleReason | undefined;
  /** Of a redaction: the digest over what it rewrote. */
  readonly vouches?: string;
  /** When it was not the actor's own instance that it belongs to. */
  readonly instance?: CrmActor['instance'];
}

const INSERT_EVENTS = `
  insert into crm.event (id, occurred_at, actor_kind, actor_id, on_behalf_of, kind, verb, entity, record_id,
                         record_version, account_id, instance_id, element_id, data)
  select * from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::text[],
                       $8::text[], $9::uuid[], $10::int[], $11::uuid[], $12::uuid[], $13::text[], $14::jsonb[])
  on conflict (id, occurred_at) do nothing`;

export async function appendEvents(client: Queryable, events: readonly TimelineEvent[]): Promise<void> {
  if (events.length === 0) return;
  const column = <T>(value: (event: TimelineEvent) => T): T[] => events.map(value);
  await client.query(INSERT_EVENTS, [
    column((event) => event.id),
    column((event) => event.occurredAt.toISOString()),
    column((event) => event.actor.kind),
    column((event) => event.actor.id),
    column((event) => event.actor.onBehalfOf ?? null),
    column((event) => event.kind),
    column((event) => event.verb),
    column((event) => event.entity),
    column((event) => event.recordId),
    column((event) => event.recordVersion ?? null),
    column((event) => event.accountId ?? null),
    column((event) => instanceOf(event)?.id ?? null),
    column((event) => instanceOf(event)?.elementId ?? null),
    column((event) => JSON.stringify(eventData(event))),
  ]);
}

function instanceOf(event: TimelineEvent): CrmActor['instance'] {
  return event.instance ?? event.actor.instance;
}

function eventData(event: TimelineEvent): object {
  const instance = instanceOf(event);
  return {
    ...(event.changes && event.changes.length > 0 ? { changes: event.changes } : {}),
    ...(event.text ? { text: event.text } : {}),
    ...(event.because ? { because: event.because } : {}),
    ...(event.vouches ? { vouches: event.vouches } : {}),
    ...(instance ? { processName: instance.processName, elementName: instance.elementName ?? null } : {}),
  };
}
