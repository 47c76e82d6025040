/**
 * Pipelines as people see them: the stages with what they mean, the way that one record has gone and what it still
 * needs for each step ahead, and the administrator's changes. Stages in use are retired, never deleted.
 */
import { assertSettingVersion } from '../audit/assert-setting-version.ts';
import { type SettingPorts, tellOfSetting } from '../audit/tell-of-setting.ts';
import { type Caller, rowContext } from '../caller.ts';
import { raiseMetadata } from '../custom-fields/raise-metadata.ts';
import type { Queryable, Transactions } from '../database/transaction.ts';
import type { LocalizedText, Tone } from '../entities/entity-types.ts';
import { fieldsOfRow, readRow } from '../entities/record-rows.ts';
import { entityOf } from '../entities/registry.ts';
import type { OptionCatalogue } from '../entities/select-options.ts';
import { recordNotFound } from '../entities/write-record.ts';
import { CrmRejection, fieldsInvalid } from '../errors.ts';
import type { CrmProcesses } from '../ports.ts';
import type { ParticipantSource } from '../rights/scope-for.ts';
import { rotsAtSql } from './attention.ts';
import { entryWords, readEntryFacts } from './enter-stage.ts';
import { type EntryRule, type MissingCondition, missingConditions } from './entry-rule.ts';
import { processesAtWork, stepsBefore } from './stage-holders.ts';
import {
  type Pipeline,
  readPipelines,
  readStages,
  type Stage,
  STAGED,
  type StagedEntity,
} from './stage-rows.ts';

export interface PipelineView extends Pipeline {
  readonly stages: readonly Stage[];
}

export interface PathStage {
  readonly code: string;
  readonly label: LocalizedText;
  readonly tone: Tone;
  readonly baseStatus: Stage['baseStatus'];
  readonly isCurrent: boolean;
  /** Time spent in it, all visits together, the present one included. */
  readonly durationMs: number | null;
  /** What the record needs to enter it; empty when it may. */
  readonly missing: readonly MissingCondition[];
}

export interface RecordPath {
  readonly field: string;
  readonly pipeline: { readonly code: string; readonly label: LocalizedText };
  readonly stages: readonly PathStage[];
  readonly enteredAt: string;
  /** Why the record is coloured as it is: the facts, for the page to put into words. */
  readonly attention: {
    readonly state: string | null;
    readonly rotDays: number | null;
    readonly rotsAt: string | null;
    readonly nextActivityAt: string | null;
    readonly lastContactAt: string | null;
  };
}

export interface StageDraft {
  readonly code: string;
  readonly label: LocalizedText;
  readonly tone: Tone;
  readonly color: string | null;
  readonly baseStatus: Stage['baseStatus'];
  readonly defaultProbability: number;
  readonly rotDays: number | null;
  readonly entryRule: EntryRule;
  /** The process to which it belongs, if any; see stage-holders.ts. */
  readonly processKey?: string | null;
}

export interface PipelineDraft {
  readonly entity: StagedEntity;
  readonly code: string;
  readonly label: LocalizedText;
  readonly teamIds: readonly string[];
  readonly isDefault: boolean;
  readonly stages: readonly StageDraft[];
  /** What was changed; see `assertSettingVersion`. */
  readonly version?: number | undefined;
}

export interface PipelineService {
  list(caller: Caller, request: { entity: StagedEntity }): Promise<PipelineView[]>;
  /** The way of one record. @throws CrmRejection CRM_RECORD_NOT_FOUND */
  path(caller: Caller, request: { entity: StagedEntity; id: string }): Promise<RecordPath>;
  /**
   * Makes a pipeline what is given: new stages are added, those left out are retired; history still names them. For administrators; the host
   * checks that. @throws CrmRejection CRM_FIELDS_INVALID, CRM_SETTING_CHANGED, CRM_STAGE_IN_USE when records stand in a stage that is left out,
   * CRM_LINK_CONFLICT when another pipeline has the code of a stage
   */
  save(caller: Caller, draft: PipelineDraft): Promise<PipelineView>;
}

export interface PipelinePorts extends SettingPorts {
  readonly transactions: Transactions;
  readonly options: OptionCatalogue;
  readonly participants: ParticipantSource | null;
  readonly processes: CrmProcesses | null;
}

export function createPipelineService(ports: PipelinePorts): PipelineService {
  const { transactions, options, participants } = ports;
  return {
    async list(caller, { entity }) {
      const reader = transactions.reader(caller.transaction);
      return viewsOf(await readPipelines(reader, entity), await readStages(reader, entity)).filter(
        (pipeline) => pipeline.active && isFor(pipeline, caller),
      );
    },

    async path(caller, { entity, id }) {
      const reader = transactions.reader(caller.transaction);
      const definition = entityOf(entity);
      const row = await readRow(reader, { definition, id, lock: false }, rowContext(caller, participants));
      if (!row) throw recordNotFound(entity, id);
      const fields = fieldsOfRow(definition, row);
      const lists = await options.load(reader);
      const stages = await readStages(reader, entity);
      const current = stages.find((stage) => stage.code === fields[STAGED[entity].field]);
      const shown = stages.filter(
        (stage) => stage.pipeline === current?.pipeline && (stage.active || stage === current),
      );
      const all = shown.flatMap((stage) => stage.entryRule.all);
      const facts = await readEntryFacts(reader, { entity, id, fields, rule: { all } });
      const spent = await readPathFacts(reader, entity, id);
      const atWork = await processesAtWork(reader, ports.processes, { entity, id, stages: shown });
      const words = entryWords({ lists }, definition.fields);
      return {
        field: STAGED[entity].field,
        pipeline: {
          code: current?.pipeline ?? '',
          label: lists.label(STAGED[entity].pipelines, current?.pipeline ?? ''),
        },
        enteredAt: String(fields.stageEnteredAt),
        stages: shown.map((stage) => ({
          code: stage.code,
          label: stage.label,
          tone: stage.tone,
          baseStatus: stage.baseStatus,
          isCurrent: stage === current,
          durationMs: spent.durations[stage.code] ?? null,
          missing:
            stage === current
              ? []
              : [
                  ...stepsBefore(atWork, { from: current, to: stage }),
                  ...missingConditions(stage.entryRule, facts, words),
                ],
        })),
        attention: {
          state: typeof fields.attention === 'string' ? fields.attention : null,
          rotDays: current?.rotDays ?? null,
          rotsAt: spent.rotsAt?.toISOString() ?? null,
          nextActivityAt: textOf(fields.nextActivityAt),
          lastContactAt: textOf(fields.lastContactAt),
        },
      };
    },

    async save(caller, draft) {
      assertDraft(draft);
      const view = await transactions.run(caller.transaction, async ({ client }) => {
        await raiseMetadata(client);
        const before = await pipelineOf(client, draft);
        assertSettingVersion(draft.label[caller.user.locale], before, draft.version);
        await assertUnused(client, draft);
        await savePipeline(client, draft);
        const after = await pipelineOf(client, draft);
        if (after)
          await tellOfSetting(client, caller, {
            ...{ entity: 'pipeline', name: draft.label[caller.user.locale], before, after },
            ...ports,
          });
        return after;
      });
      options.forget();
      if (!view) throw new Error('Expected the pipeline to be there after writing it.');
      return view;
    },
  };
}

function viewsOf(pipelines: readonly Pipeline[], stages: readonly Stage[]): PipelineView[] {
  return pipelines.map((pipeline) => ({
    ...pipeline,
    stages: stages.filter((stage) => stage.active && stage.pipeline === pipeline.code),
  }));
}

async function pipelineOf(
  client: Queryable,
  { entity, code }: Pick<PipelineDraft, 'entity' | 'code'>,
): Promise<PipelineView | undefined> {
  const views = viewsOf(await readPipelines(client, entity), await readStages(client, entity));
  return views.find((pipeline) => pipeline.code === code);
}

/** A stage in which records stand stays until they have gone on. @throws CrmRejection CRM_STAGE_IN_USE */
async function assertUnused(client: Queryable, { entity, code, stages }: PipelineDraft): Promise<void> {
  const { stages: list, field } = STAGED[entity];
  const { rows } = await client.query<{ code: string; label: LocalizedText; count: number }>(
    `select s.code, json_build_object('en', o.label_en, 'ru', o.label_ru) as label, count(*)::int as count
     from crm.stage s
     join crm.select_option o on o.list = s.list and o.code = s.code and o.active
     join ${entityOf(entity).table} r on r.${field} = s.code and r.deleted_at is null
     where s.list = $1 and s.pipeline_code = $2 and not s.code = any($3)
     group by s.code, o.label_en, o.label_ru, o.sort_order order by o.sort_order`,
    [list, code, stages.map((stage) => stage.code)],
  );
  if (rows.length === 0) return;
  const named = rows.map((stage) => `'${stage.label.en}' (${stage.count})`).join(', ');
  throw new CrmRejection(
    'CRM_STAGE_IN_USE',
    `Expected no records in the stages that are dropped, but there are some: ${named}. Move them to other stages first.`,
    { stages: rows },
  );
}

function isFor(pipeline: Pipeline, { user }: Caller): boolean {
  return (
    pipeline.teamIds.length === 0 ||
    user.isAdmin ||
    pipeline.teamIds.some((team) => user.teamIds.includes(team))
  );
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

interface PathFacts {
  readonly durations: Readonly<Record<string, number>>;
  readonly rotsAt: Date | null;
}

async function readPathFacts(reader: Queryable, entity: StagedEntity, id: string): Promise<PathFacts> {
  const { stages, field } = STAGED[entity];
  const { rows } = await reader.query<PathFacts>(
    `select ${rotsAtSql('r')} as "rotsAt",
       (select coalesce(json_object_agg(h.stage, h.ms), '{}') from (
          select stage, sum(ms)::float8 as ms from (
            select from_stage as stage, duration_ms as ms from crm.stage_history
            where entity = $1 and record_id = $2 and from_stage is not null
            union all
            select r.${field}, greatest(0, extract(epoch from public.throughline_now() - r.stage_entered_at) * 1000)
          ) visits group by stage) h) as durations
     from ${entityOf(entity).table} r
     join crm.stage s on s.list = '${stages}' and s.code = r.${field}
     where r.id = $2`,
    [entity, id],
  );
  return rows[0] ?? { durations: {}, rotsAt: null };
}

const NO_STAGE = { open: 'noOpenStage', won: 'noWonStage', lost: 'noLostStage' } as const;

function assertDraft(draft: PipelineDraft): void {
  const codes = draft.stages.map((stage) => stage.code);
  if (new Set(codes).size !== codes.length)
    throw fieldsInvalid([{ path: 'stages', message: 'Each stage has a code of its own.', code: 'sameCode' }]);
  for (const status of ['open', 'won', 'lost'] as const) {
    if (draft.stages.some((stage) => stage.baseStatus === status)) continue;
    throw fieldsInvalid([
      {
        path: 'stages',
        message: `A pipeline needs a stage that means '${status}': add one.`,
        code: NO_STAGE[status],
      },
    ]);
  }
  const keys = new Set(entityOf(draft.entity).fields.map((field) => field.key));
  for (const { code, entryRule } of draft.stages) {
    for (const condition of entryRule.all) {
      if (condition.kind !== 'field' || keys.has(condition.field)) continue;
      throw fieldsInvalid([
        {
          path: 'stages',
          code: 'foreignField',
          message: `Stage '${code}' asks for '${condition.field}', which is no field.`,
        },
      ]);
    }
  }
}

/** Its own, or the one behind all others: boards and forms begin with the first. */
const PLACE_OF_PIPELINE = `
  select coalesce(max(sort_order) filter (where code = $2), max(sort_order) + 1)::int as place
  from crm.select_option where list = $1`;
const UPSERT_CHOICE = `
  insert into crm.select_option (list, code, label_en, label_ru, tone, base_state, sort_order, group_code, active)
  values ($1, $2, $3, $4, $5, $6, $7, $8, true)
  on conflict (list, code) do update set label_en = excluded.label_en, label_ru = excluded.label_ru,
    tone = excluded.tone, base_state = excluded.base_state, sort_order = excluded.sort_order,
    group_code = excluded.group_code, active = true`;
const CLEAR_DEFAULT =
  'update crm.pipeline set is_default = false where list = $1 and code <> $2 and is_default';
const UPSERT_PIPELINE = `
  insert into crm.pipeline (list, code, team_ids, is_default) values ($1, $2, $3, $4)
  on conflict (list, code) do update set team_ids = excluded.team_ids, is_default = excluded.is_default,
    version = crm.pipeline.version + 1, updated_at = clock_timestamp()`;
const UPSERT_STAGE = `
  insert into crm.stage (list, code, pipeline_list, pipeline_code, base_status, default_probability, rot_days, color, entry_rule, process_key)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
  on conflict (list, code) do update set base_status = excluded.base_status,
    default_probability = excluded.default_probability, rot_days = excluded.rot_days, color = excluded.color,
    entry_rule = excluded.entry_rule, process_key = excluded.process_key, version = crm.stage.version + 1, updated_at = clock_timestamp()
  where crm.stage.pipeline_code = excluded.pipeline_code
  returning code`;
const RETIRE_STAGES = `
  update crm.select_option o set active = false
  from crm.stage s
  where s.list = o.list and s.code = o.code and s.list = $1 and s.pipeline_code = $2 and not s.code = any($3)`;

async function savePipeline(client: Queryable, draft: PipelineDraft): Promise<void> {
  const { stages: list, pipelines } = STAGED[draft.entity];
  const { code, label } = draft;
  const { rows } = await client.query<{ place: number }>(PLACE_OF_PIPELINE, [pipelines, code]);
  const place = rows[0]?.place ?? 1;
  await client.query(UPSERT_CHOICE, [pipelines, code, label.en, label.ru, 'neutral', null, place, null]);
  if (draft.isDefault) await client.query(CLEAR_DEFAULT, [pipelines, code]);
  await client.query(UPSERT_PIPELINE, [pipelines, code, draft.teamIds, draft.isDefault]);
  for (const [index, stage] of draft.stages.entries()) {
    const order = place * 100 + index;
    const words = [stage.label.en, stage.label.ru, stage.tone, stage.baseStatus];
    await client.query(UPSERT_CHOICE, [list, stage.code, ...words, order, code]);
    const { rowCount } = await client.query(UPSERT_STAGE, [
      list,
      stage.code,
      pipelines,
      code,
      stage.baseStatus,
      stage.defaultProbability,
      stage.rotDays,
      stage.color,
      JSON.stringify(stage.entryRule),
      stage.processKey ?? null,
    ]);
    if (rowCount === 0) {
      throw new CrmRejection(
        'CRM_LINK_CONFLICT',
        `Expected a new code for the stage '${stage.code}', but another pipeline has it.`,
        { stage: stage.code },
      );
    }
  }
  await client.query(RETIRE_STAGES, [list, code, draft.stages.map((stage) => stage.code)]);
}
