/**
 * The records behind a number of a measure, each with its part of it: how many times it counts and what of the amount or
 * the time is its own. A number and its records are counted from the same rows, so the parts add up to it.
 */
import type { Queryable } from '../database/transaction.ts';
import type { RecordLink } from '../entities/entity-types.ts';
import { entityOf } from '../entities/entity-table.ts';
import { readLinkGroups, type RowContext } from '../entities/record-rows.ts';
import { grouped } from './grouped.ts';
import type { SourceFacts } from './source-measures.ts';
import { exitOf, type StageExit, type StageFacts, sum, sumKnown, workDuring } from './stage-measures.ts';
import type { SupportFacts } from './support-measures.ts';

export type StageCell = StageExit | 'ended' | 'standing' | 'worked';
export type SourceCell =
  'leads' | 'converted' | 'disqualified' | 'deals' | 'won' | 'lost' | 'decided' | 'open';
export type SupportCell = 'tickets' | 'closed' | 'worked';

/** One row of what was counted. */
interface Part {
  readonly recordId: string;
  readonly value: number | null;
}

export interface Counted {
  /** What the values are: money of the base currency, or milliseconds; null where there are none. */
  readonly unit: 'money' | 'time' | null;
  readonly parts: readonly Part[];
}

export interface BehindNumber {
  readonly unit: Counted['unit'];
  readonly items: readonly (RecordLink & {
    /** Records may bear the same name; null where this kind has no numbers. */
    readonly number: string | null;
    readonly times: number;
    readonly value: number | null;
  })[];
  /** Records, how many times they count, and what they add up to; also of those that are not listed. */
  readonly total: number;
  readonly times: number;
  readonly value: number | null;
}

/** As many as somebody looks through; the count says how many there are. */
const BEHIND_MAX = 200;

/** What has most of it first. */
export async function readBehind(
  reader: Queryable,
  { entity, counted }: { readonly entity: string; readonly counted: Counted },
  context: RowContext,
): Promise<BehindNumber> {
  const { unit, parts } = counted;
  const records = [...grouped(parts, ({ recordId }) => recordId)].map(([id, own]) => ({
    ...{ id, times: own.length },
    value: unit === null ? null : sumKnown(own.map(({ value }) => value)),
  }));
  const shown = records
    .toSorted((one, other) => (other.value ?? 0) - (one.value ?? 0) || other.times - one.times)
    .slice(0, BEHIND_MAX);
  const links = await readLinkGroups(reader, [{ entity, ids: shown.map(({ id }) => id) }], context);
  const linkOf = new Map(links.map((link) => [link.id, link]));
  const numbers = await readNumbers(reader, entity, [...linkOf.keys()]);
  return {
    unit,
    items: shown.flatMap(({ id, times, value }) => {
      const link = linkOf.get(id);
      return link ? [{ ...link, number: numbers.get(id) ?? null, times, value }] : [];
    }),
    total: records.length,
    times: parts.length,
    value: unit === null ? null : sumKnown(parts.map(({ value }) => value)),
  };
}

async function readNumbers(
  reader: Queryable,
  entity: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { table, numberColumn } = entityOf(entity);
  if (numberColumn === null) return new Map();
  const sql = `select id, ${numberColumn} as number from ${table} where id = any($1::uuid[])`;
  const { rows } = await reader.query<{ id: string; number: string }>(sql, [ids]);
  return new Map(rows.map(({ id, number }) => [id, number]));
}

export function behindStage(facts: StageFacts, stage: string, cell: StageCell): Counted {
  const { stages, visits, standing, work } = facts;
  if (cell === 'standing') return amounts(standing.filter((one) => one.stage === stage));
  const own = visits.filter((visit) => visit.from === stage);
  if (cell === 'worked') {
    const workOf = grouped(work, (one) => one.recordId);
    const parts = own.map((visit) => ({
      recordId: visit.recordId,
      value: workDuring(visit, workOf.get(visit.recordId) ?? []),
    }));
    return { unit: 'time', parts: parts.filter(({ value }) => value > 0) };
  }
  if (cell === 'ended')
    return { unit: 'time', parts: own.map(({ recordId, durationMs: value }) => ({ recordId, value })) };
  return amounts(own.filter((visit) => exitOf(stages, visit) === cell));
}

const STATUS: Readonly<Record<SourceCell, readonly string[]>> = {
  leads: ['open', 'won', 'lost', 'paused'],
  converted: ['won'],
  disqualified: ['lost'],
  deals: ['open', 'won', 'lost', 'paused'],
  won: ['won'],
  lost: ['lost'],
  decided: ['won', 'lost'],
  open: ['open', 'paused'],
};

export function isOfLeads(cell: SourceCell): boolean {
  return cell === 'leads' || cell === 'converted' || cell === 'disqualified';
}

export function behindSource(
  { leads, deals }: SourceFacts,
  source: string | null,
  cell: SourceCell,
): Counted {
  const isMeant = (row: SourceFacts['leads'][number]): boolean =>
    row.source === source && STATUS[cell].includes(row.status);
  if (!isOfLeads(cell)) return amounts(deals.filter(isMeant));
  return { unit: null, parts: leads.filter(isMeant).map(({ recordId }) => ({ recordId, value: null })) };
}

export function behindSupport(
  { tickets, work }: SupportFacts,
  group: string | null,
  cell: SupportCell,
): Counted {
  const own = tickets.filter((ticket) => ticket.group === group);
  if (cell === 'worked') {
    const workOf = grouped(work, (one) => one.recordId);
    const parts = own.map(({ recordId }) => ({
      recordId,
      value: sum((workOf.get(recordId) ?? []).map(({ ms }) => ms)),
    }));
    return { unit: 'time', parts: parts.filter(({ value }) => value > 0) };
  }
  if (cell === 'tickets')
    return { unit: null, parts: own.map(({ recordId }) => ({ recordId, value: null })) };
  return {
    unit: 'time',
    parts: own.flatMap(({ recordId, createdAt, closedAt }) =>
      closedAt ? [{ recordId, value: +closedAt - +createdAt }] : [],
    ),
  };
}

function amounts(rows: readonly { readonly recordId: string; readonly amount: number | null }[]): Counted {
  return { unit: 'money', parts: rows.map(({ recordId, amount: value }) => ({ recordId, value })) };
}
