/** Pipelines and stages as they lie in the database: what the product does with them beside their name and order. */
import type { Queryable } from '../database/transaction.ts';
import type { LocalizedText, Tone } from '../entities/entity-types.ts';
import type { EntryRule } from './entry-rule.ts';

export type StageStatus = 'open' | 'won' | 'lost' | 'paused';
export type StagedEntity = 'deal' | 'lead';

export interface Stage {
  readonly code: string;
  readonly pipeline: string;
  readonly label: LocalizedText;
  readonly tone: Tone;
  readonly color: string | null;
  readonly baseStatus: StageStatus;
  readonly defaultProbability: number;
  readonly rotDays: number | null;
  readonly entryRule: EntryRule;
  /** The process to which it belongs: while that works on a record, people move it neither in nor out. */
  readonly processKey: string | null;
  readonly active: boolean;
}

export interface Pipeline {
  readonly code: string;
  readonly label: LocalizedText;
  readonly teamIds: readonly string[];
  readonly isDefault: boolean;
  readonly active: boolean;
  readonly version: number;
}

/** Where the stages of a kind of record are kept, and which of its fields holds them. */
export const STAGED = {
  deal: { stages: 'deal.stage', pipelines: 'deal.pipeline', field: 'stage' },
  lead: { stages: 'lead.status', pipelines: 'lead.pipeline', field: 'status' },
} as const satisfies Record<StagedEntity, { stages: string; pipelines: string; field: string }>;

const SELECT_STAGES = `
  select s.code, s.pipeline_code as pipeline, json_build_object('en', o.label_en, 'ru', o.label_ru) as label,
         o.tone, s.color, s.base_status as "baseStatus", s.default_probability as "defaultProbability",
         s.rot_days as "rotDays", s.entry_rule as "entryRule", s.process_key as "processKey", o.active
  from crm.stage s
  join crm.select_option o on o.list = s.list and o.code = s.code
  where s.list = $1
  order by o.sort_order, s.code`;

const SELECT_PIPELINES = `
  select p.code, json_build_object('en', o.label_en, 'ru', o.label_ru) as label, p.team_ids as "teamIds",
         p.is_default as "isDefault", o.active, p.version
  from crm.pipeline p
  join crm.select_option o on o.list = p.list and o.code = p.code
  where p.list = $1
  order by o.sort_order, p.code`;

export async function readStages(reader: Queryable, entity: StagedEntity): Promise<readonly Stage[]> {
  return (await reader.query<Stage>(SELECT_STAGES, [STAGED[entity].stages])).rows;
}

export async function readPipelines(reader: Queryable, entity: StagedEntity): Promise<readonly Pipeline[]> {
  return (await reader.query<Pipeline>(SELECT_PIPELINES, [STAGED[entity].pipelines])).rows;
}
