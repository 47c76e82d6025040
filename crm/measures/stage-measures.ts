/**
 * How long deals or leads stay in each stage, where they go from there, and what the work cost: from the moves that were
 * kept, of the records that the caller may read. A visit counts in the period in which it ended.
 */
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Queryable } from '../database/transaction.ts';
import type { LocalizedText } from '../entities/entity-types.ts';
import { entityOf } from '../entities/entity-table.ts';
import type { RowContext } from '../entities/record-rows.ts';
import { baseAmountSql, unratedSql } from '../money/base-amount.ts';
import { readStages, type Stage, STAGED, type StagedEntity } from '../pipelines/stage-rows.ts';
import { definitionFor } from '../rights/field-levels.ts';
import { scopeFor } from '../rights/scope-for.ts';
import { grouped } from './grouped.ts';
import { type Spread, spreadOf } from './spread.ts';
import { activityWork, type TaskLogSource, taskWork, type Work } from './work-log.ts';

export interface StagePeriod {
  readonly entity: StagedEntity;
  readonly pipeline: string;
  readonly from: Date;
  readonly to: Date;
}

/** Where a visit of a stage led. */
export type StageExit = 'further' | 'won' | 'lost' | 'back' | 'paused';

export interface StageMeasure {
  readonly code: string;
  readonly label: LocalizedText;
  readonly baseStatus: Stage['baseStatus'];
  /** Of visits that ended in the period, in milliseconds. */
  readonly duration: Spread;
  readonly exits: Readonly<Record<StageExit, number>>;
  /** What was lost from here, in the base currency; null for whom amounts are hidden. */
  readonly lostAmount: number | null;
  /** Further or won, of all visits that ended; null without any. */
  readonly conversion: number | null;
  /** Work done during those visits. */
  readonly workedMs: number;
  readonly standing: number;
  readonly standingAmount: number | null;
}

export interface Visit {
  readonly recordId: string;
  readonly from: string;
  readonly to: string;
  readonly at: Date;
  readonly durationMs: number;
  readonly amount: number | null;
  /** It has an amount, but no rate is known for it. */
  readonly isUnrated: boolean;
}

interface Standing {
  readonly recordId: string;
  readonly stage: string;
  readonly amount: number | null;
  readonly isUnrated: boolean;
}

export interface StageFacts {
  readonly stages: readonly Stage[];
  readonly visits: readonly Visit[];
  readonly standing: readonly Standing[];
  readonly work: readonly Work[];
}

/** More moves than this in one period are refused by the host's limits of statements; see `work-log.ts`. */
const VISITS_MAX = 500_000;

export async function readStageFacts(
  reader: Queryable,
  period: StagePeriod,
  { context, tasks }: { readonly context: RowContext; readonly tasks: TaskLogSource | null },
): Promise<StageFacts> {
  const { entity, pipeline, from, to } = period;
  const { table } = entityOf(entity);
  const amount = amountSql(entity, context);
  const scoped = (sql: (scope: string, add: (value: unknown, type: string) => string) => string) => {
    const parameters = new SqlParameters();
    const scope = scopeFor({ ...context, entity, action: 'read', alias: 'r', parameters });
    const add = (value: unknown, type: string): string => parameters.add(value, type as 'text');
    return [sql(`r.deleted_at is null and ${scope}`, add), parameters.values] as const;
  };
  const [visitsSql, visitValues] = scoped(
    (scope, add) => `
      select h.record_id as "recordId", h.from_stage as "from", h.to_stage as "to", h.at,
        coalesce(h.duration_ms, 0)::float8 as "durationMs", (${amount})::float8 as amount,
        ${unratedSql(entity, 'r')} as "isUnrated"
      from crm.stage_history h join ${table} r on r.id = h.record_id
      where h.entity = ${add(entity, 'text')} and h.pipeline = ${add(pipeline, 'text')} and h.from_stage is not null
        and h.at >= ${add(from, 'timestamptz')} and h.at < ${add(to, 'timestamptz')} and ${scope}
      order by h.at limit ${VISITS_MAX}`,
  );
  const [standingSql, standingValues] = scoped(
    (scope, add) => `
      select r.id as "recordId", r.${STAGED[entity].field} as stage, (${amount})::float8 as amount, ${unratedSql(entity, 'r')} as "isUnrated"
      from ${table} r where r.pipeline = ${add(pipeline, 'text')} and ${scope}`,
  );
  const visits = (await reader.query<Visit>(visitsSql, [...visitValues])).rows;
  const standing = (await reader.query<Standing>(standingSql, [...standingValues])).rows;
  const first = visits.reduce(
    (eldest, { at, durationMs }) => Math.min(eldest, at.getTime() - durationMs),
    +from,
  );
  const worked = { entity, from: new Date(first), to };
  const work = [...(await activityWork(reader, worked)), ...(await taskWork(reader, tasks, worked))];
  const stages = (await readStages(reader, entity)).filter((stage) => stage.pipeline === pipeline);
  return { stages, visits, standing, work };
}

export function stageMeasures({ stages, visits, standing, work }: StageFacts): readonly StageMeasure[] {
  const workOf = grouped(work, (one) => one.recordId);
  return stages.flatMap((stage) => {
    const own = visits.filter((visit) => visit.from === stage.code);
    const here = standing.filter((one) => one.stage === stage.code);
    if (!stage.active && own.length === 0 && here.length === 0) return [];
    const exits = { further: 0, won: 0, lost: 0, back: 0, paused: 0 };
    for (const visit of own) exits[exitOf(stages, visit)] += 1;
    const lost = own.filter((visit) => exitOf(stages, visit) === 'lost');
    return {
      code: stage.code,
      label: stage.label,
      baseStatus: stage.baseStatus,
      duration: spreadOf(own.map(({ durationMs }) => durationMs)),
      exits,
      lostAmount: sumKnown(lost.map(({ amount }) => amount)),
      conversion: own.length === 0 ? null : (exits.further + exits.won) / own.length,
      workedMs: sum(own.map((visit) => workDuring(visit, workOf.get(visit.recordId) ?? []))),
      standing: here.length,
      standingAmount: sumKnown(here.map(({ amount }) => amount)),
    };
  });
}

/** In the base currency; null where the field is hidden from the person. */
export function amountSql(entity: StagedEntity, context: RowContext): string {
  const fields = entity === 'deal' ? ['amount', 'amountBase'] : ['expectedAmount'];
  const known = definitionFor(entityOf(entity), context).fields.map(({ key }) => key);
  const isKnown = fields.every((field) => known.includes(field));
  return isKnown ? `coalesce(${baseAmountSql(entity, 'r')}, 0)` : 'null';
}

/** Of how many records sums leave out the amount. */
export function countUnrated(
  rows: readonly { readonly recordId: string; readonly amount: number | null; readonly isUnrated: boolean }[],
): number {
  // From whom amounts are hidden, that one has no rate is hidden, too.
  const unrated = rows.filter((row) => row.isUnrated && row.amount !== null);
  return new Set(unrated.map((row) => row.recordId)).size;
}

/** Null where one of them is not known. */
export function sumKnown(amounts: readonly (number | null)[]): number | null {
  return amounts.reduce<number | null>(
    (total, amount) => (total === null || amount === null ? null : total + amount),
    0,
  );
}

/** The order of the stages says what is further. */
export function exitOf(stages: readonly Stage[], { from, to }: Pick<Visit, 'from' | 'to'>): StageExit {
  const place = (code: string): number => stages.findIndex((stage) => stage.code === code);
  const target = stages[place(to)]?.baseStatus;
  if (target === 'won' || target === 'lost' || target === 'paused') return target;
  return place(to) > place(from) ? 'further' : 'back';
}

export function workDuring({ at, durationMs }: Visit, work: readonly Work[]): number {
  const end = at.getTime();
  return sum(work.filter((one) => +one.at >= end - durationMs && +one.at < end).map(({ ms }) => ms));
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
