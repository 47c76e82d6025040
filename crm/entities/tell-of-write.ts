/**
 * Everybody who is told of a written record, in its transaction: the timeline, the lifecycle history, the processes
 * (by the record event), and after the commit whoever looks at it.
 */
import type { Unit } from '../database/transaction.ts';
import type { CrmActor, CrmIds, CrmRecordEvent, JsonValue } from '../ports.ts';
import {
  appendEvents,
  type FieldChange,
  type RuleReason,
  type TimelineKind,
} from '../timeline/append-events.ts';
import type { EntityDefinition, FieldValues } from './entity-types.ts';
import type { RecordRow, RowContext } from './record-rows.ts';
import type { OptionLists } from './select-options.ts';

export type RecordEventSink = (event: CrmRecordEvent, unit: Unit) => Promise<void>;

export interface WriteContext extends RowContext {
  readonly actor: CrmActor;
  /** The rule that made it write. */
  readonly because?: RuleReason;
  /** What was decided before: a merge, a way back. Statuses that ask for a reason do not ask again. */
  readonly needsNoReason?: boolean;
}

export interface TellPorts {
  readonly ids: CrmIds;
  readonly onRecordEvent: RecordEventSink;
}

export async function tellOfWrite(
  ports: TellPorts,
  unit: Unit,
  written: {
    definition: EntityDefinition;
    row: RecordRow;
    change: 'created' | 'changed';
    verb: string;
    changes: readonly FieldChange[];
    now: Date;
  },
  context: WriteContext,
): Promise<void> {
  const { definition, now, ...write } = written;
  await tellOfWrites(ports, unit, { definition, writes: [write], now }, context);
  const { row, change } = write;
  unit.changed({ entity: definition.entity, recordId: row.id, change, version: row.version });
}

export interface ToldWrite {
  readonly row: RecordRow;
  readonly change: 'created' | 'changed';
  readonly verb: string;
  readonly changes: readonly FieldChange[];
}

/**
 * The same for many records of one write, in as few statements. Processes are told one by one, and only when `tell` says
 * so: a list that is read in is not a thousand customers at the door.
 */
export async function tellOfWrites(
  ports: { readonly ids: CrmIds; readonly onRecordEvent: RecordEventSink | null },
  unit: Unit,
  written: { definition: EntityDefinition; writes: readonly ToldWrite[]; now: Date },
  context: WriteContext,
): Promise<void> {
  const { definition, writes, now } = written;
  const told = writes.map((write) => ({ ...write, eventId: ports.ids.next() }));
  await appendEvents(
    unit.client,
    told.map(({ eventId, row, verb, changes }) => ({
      id: eventId,
      occurredAt: now,
      actor: context.actor,
      kind: timelineKindOf(definition, row),
      verb,
      entity: definition.entity,
      recordId: row.id,
      recordVersion: row.version,
      accountId: row.account_id,
      changes,
      text: definition.timelineKind === 'activity' ? row.title : null,
      because: context.because,
    })),
  );
  await keepHistories(ports.ids, unit, written, context);
  for (const { eventId, row, change, changes } of ports.onRecordEvent ? told : []) {
    const fields = Object.fromEntries(
      changes.map(({ field, from, to }) => [field, { from: from as JsonValue, to: to as JsonValue }]),
    );
    const actor = { kind: context.actor.kind, id: context.actor.id };
    await ports.onRecordEvent?.(
      { id: eventId, entity: definition.entity, recordId: row.id, change, actor, fields },
      unit,
    );
  }
}

const INSERT_HISTORIES = `
  insert into crm.lifecycle_history (id, entity, record_id, field, from_value, to_value, at, actor_kind, actor_id,
                                     reason, held, instance_id, process_name, element_name, asked_reason, note)
  select h.id, $2, h.record_id, h.field, h.from_value, h.to_value, $7, $8, $9, $10, $11, $12, $13, $14, h.asked_reason, h.note
  from unnest($1::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $15::text[], $16::text[])
    as h (id, record_id, field, from_value, to_value, asked_reason, note)`;

async function keepHistories(
  ids: CrmIds,
  unit: Unit,
  written: { definition: EntityDefinition; writes: readonly ToldWrite[]; now: Date },
  context: WriteContext,
): Promise<void> {
  const { definition, writes, now } = written;
  const kept = writes.flatMap(({ row, changes }) =>
    changes
      .filter((change) => definition.historyFields.includes(change.field))
      .map((change) => ({ recordId: row.id, ...change, ...reasonFor(definition, row, change.field) })),
  );
  if (kept.length === 0) return;
  const { actor, because } = context;
  const { instance } = actor;
  await unit.client.query(INSERT_HISTORIES, [
    kept.map(() => ids.next()),
    definition.entity,
    kept.map((one) => one.recordId),
    kept.map((one) => one.field),
    kept.map((one) => one.from),
    kept.map((one) => one.to),
    now,
    actor.kind,
    actor.id,
    because?.code ?? null,
    because ? JSON.stringify(because.held) : null,
    instance?.id ?? null,
    instance?.processName ?? null,
    instance?.elementName ?? null,
    kept.map((one) => one.choice),
    kept.map((one) => one.note),
  ]);
}

/** What was given as the reason of a move of the status. */
function reasonFor(
  { statusField, statusReason }: EntityDefinition,
  row: RecordRow,
  field: string,
): { readonly choice: string | null; readonly note: string | null } {
  const given = (key: string | undefined): string | null => {
    const value = key === undefined || field !== statusField ? null : row[`f_${key}`];
    return typeof value === 'string' ? value : null;
  };
  return { choice: given(statusReason?.choice), note: given(statusReason?.note) };
}

/** An e-mail that went or came is shown as one. */
function timelineKindOf(definition: EntityDefinition, row: RecordRow): TimelineKind {
  const isMail = definition.entity === 'activity' && row.f_kind === 'email' && row.f_status === 'done';
  return isMail ? 'mail' : definition.timelineKind;
}

export function createdVerb(definition: EntityDefinition, after: FieldValues): string {
  if (definition.entity === 'activity' && after.kind === 'email' && after.status === 'done')
    return after.direction === 'in' ? 'received' : 'sent';
  return definition.timelineKind === 'activity' && after.status === 'planned' ? 'planned' : 'created';
}

export function changedVerb(
  definition: EntityDefinition,
  changes: readonly FieldChange[],
  lists: OptionLists,
): string {
  if (changes.some((change) => change.field === 'stageEnteredAt')) return 'stage_entered';
  if (definition.timelineKind !== 'activity') return 'changed';
  const status = changes.find((change) => change.field === 'status')?.to;
  if (status === 'cancelled') return 'cancelled';
  if (typeof status === 'string' && lists.baseState('activity.status', status) === 'closed')
    return 'completed';
  return changes.some((change) => change.field === 'plannedStart') ? 'moved' : 'changed';
}
