/**
 * What belongs to entering a stage, whoever moves the record, a person by a drop or a process by its step: the stage's
 * entry rule, and whether a process holds the record where it is, is checked in the transaction of the write, the record
 * learns when it entered, and the move is kept with the time that the record had spent in the stage before.
 */
import { isByHand } from '../caller.ts';
import type { Queryable, Unit } from '../database/transaction.ts';
import type { DoneWrite, FieldDefinition, FieldValues, PlannedWrite } from '../entities/entity-types.ts';
import { CrmRejection, fieldsInvalid } from '../errors.ts';
import {
  type EntryFacts,
  type EntryRule,
  type EntryWords,
  type MissingCondition,
  missingConditions,
} from './entry-rule.ts';
import { processesAtWork, stepsBefore } from './stage-holders.ts';
import { readPipelines, readStages, type Stage, STAGED, type StagedEntity } from './stage-rows.ts';

export interface StageEntry {
  /** The stage after the write, and what it means. */
  readonly stage: Stage;
  readonly isNew: boolean;
}

/**
 * The stage that the record has after the planned write: the wanted one, the first one of a wanted pipeline, or for a
 * new record the first one of the default pipeline. @throws CrmRejection CRM_STAGE_BLOCKED, CRM_FIELDS_INVALID
 */
export async function stageAfter(
  unit: Unit,
  entity: StagedEntity,
  write: PlannedWrite,
  fields: readonly FieldDefinition[],
): Promise<StageEntry> {
  const { before, wanted } = write;
  const stages = await readStages(unit.client, entity);
  const field = STAGED[entity].field;
  const had = typeof before?.[field] === 'string' ? before[field] : null;
  const code = wantedStage(wanted, field) ?? (await firstStage(unit.client, entity, stages, write)) ?? had;
  const stage = stages.find((one) => one.code === code);
  if (!stage)
    throw fieldsInvalid([
      { path: field, code: 'notChoice', message: `There is no stage '${String(code)}'.` },
    ]);
  if (stage.code === had) return { stage, isNew: false };
  const values = { ...before, ...wanted };
  const facts = await readEntryFacts(unit.client, {
    entity,
    id: write.id,
    fields: values,
    rule: stage.entryRule,
  });
  const steps = await stepsToDo(unit, entity, { write, stages, move: { from: had, to: stage } });
  const missing = [...steps, ...missingConditions(stage.entryRule, facts, entryWords(write, fields))];
  if (missing.length > 0) {
    throw new CrmRejection(
      'CRM_STAGE_BLOCKED',
      `Expected everything that stage '${stage.label.en}' needs, but some is missing: ${missing.map((one) => one.text.en).join('; ')}.`,
      { stage: stage.code, label: stage.label, missing },
    );
  }
  return { stage, isNew: true };
}

async function stepsToDo(
  unit: Unit,
  entity: StagedEntity,
  {
    write,
    stages,
    move,
  }: {
    readonly write: PlannedWrite;
    readonly stages: readonly Stage[];
    readonly move: { readonly from: string | null; readonly to: Stage };
  },
): Promise<readonly MissingCondition[]> {
  if (write.before === null || !isByHand(write.actor)) return [];
  const from = stages.find(({ code }) => code === move.from);
  const { to } = move;
  const of = { entity, id: write.id, stages: from ? [from, to] : [to] };
  return stepsBefore(await processesAtWork(unit.client, write.processes, of), { from, to });
}

function wantedStage(wanted: FieldValues, field: string): string | null {
  return typeof wanted[field] === 'string' ? wanted[field] : null;
}

/** The first stage of the pipeline that is asked for; null when the record stays in the pipeline that it has. */
async function firstStage(
  reader: Queryable,
  entity: StagedEntity,
  stages: readonly Stage[],
  { before, wanted }: PlannedWrite,
): Promise<string | null> {
  if (before !== null && (wanted.pipeline === undefined || wanted.pipeline === before.pipeline)) return null;
  const pipelines = await readPipelines(reader, entity);
  const pipeline =
    typeof wanted.pipeline === 'string'
      ? wanted.pipeline
      : (pipelines.find((one) => one.isDefault && one.active) ?? pipelines.find((one) => one.active))?.code;
  return stages.find((stage) => stage.active && stage.pipeline === pipeline)?.code ?? null;
}

export function entryWords(
  { lists }: Pick<PlannedWrite, 'lists'>,
  fields: readonly FieldDefinition[],
): EntryWords {
  const fieldOf = (key: string) => fields.find((field) => field.key === key);
  return {
    field: (key) => fieldOf(key)?.label ?? { en: key, ru: key },
    choice: (list, code) => lists.label(list, code),
    value(key, value) {
      const field = fieldOf(key);
      if (field?.type === 'boolean') return value === true ? YES : NO;
      return field?.list ? lists.label(field.list, String(value)) : { en: String(value), ru: String(value) };
    },
  };
}

const YES = { en: 'yes', ru: 'да' };
const NO = { en: 'no', ru: 'нет' };

const SELECT_CONTACT_ROLES = 'select distinct role from crm.deal_contact where deal_id = $1';
const SELECT_KINDS_DONE = `
  select distinct a.kind from crm.activity_link l join crm.activity a on a.id = l.activity_id
  where l.entity = $1 and l.record_id = $2 and a.status = 'done' and a.deleted_at is null`;

const COUNT_LINES =
  'select count(*)::int as number from crm.line_item where parent_type = $1 and parent_id = $2';
const COUNT_QUOTES = `
  select count(*)::int as number from crm.quote where deal_id = $1 and status = 'accepted' and deleted_at is null`;

async function count(reader: Queryable, sql: string, values: string[]): Promise<number> {
  return (await reader.query<{ number: number }>(sql, values)).rows[0]?.number ?? 0;
}

/** Reads only what the rules ask for: most ask for fields alone. */
export async function readEntryFacts(
  reader: Queryable,
  request: { entity: StagedEntity; id: string; fields: FieldValues; rule: EntryRule },
): Promise<EntryFacts> {
  const { entity, id, fields, rule } = request;
  const asks = (kind: string): boolean => rule.all.some((condition) => condition.kind === kind);
  const roles = asks('contactRole')
    ? (await reader.query<{ role: string }>(SELECT_CONTACT_ROLES, [id])).rows
    : [];
  const kinds = asks('activityDone')
    ? (await reader.query<{ kind: string }>(SELECT_KINDS_DONE, [entity, id])).rows
    : [];
  return {
    fields,
    contactRoles: roles.map((row) => row.role),
    activityKindsDone: kinds.map((row) => row.kind),
    lineItems: asks('lineItems') ? await count(reader, COUNT_LINES, [entity, id]) : 0,
    quotesAccepted: asks('quoteAccepted') ? await count(reader, COUNT_QUOTES, [id]) : 0,
  };
}

const INSERT_STAGE_HISTORY = `
  insert into crm.stage_history (id, entity, record_id, pipeline, from_stage, to_stage, at, actor_kind, actor_id, duration_ms)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;

/** Keeps the move, if there was one. */
export async function keepStageHistory(unit: Unit, entity: StagedEntity, write: DoneWrite): Promise<void> {
  const { id, before, after, now, actor, ids } = write;
  const field = STAGED[entity].field;
  if (before?.[field] === after[field]) return;
  const entered = typeof before?.stageEnteredAt === 'string' ? Date.parse(before.stageEnteredAt) : null;
  await unit.client.query(INSERT_STAGE_HISTORY, [
    ids.next(),
    entity,
    id,
    after.pipeline,
    before?.[field] ?? null,
    after[field],
    now,
    actor.kind,
    actor.id,
    entered === null ? null : Math.max(0, now.getTime() - entered),
  ]);
}
