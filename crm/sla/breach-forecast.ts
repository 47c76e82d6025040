/**
 * When a promise will probably be kept, and whether that is too late, while there is still time to do something: from the
 * promises of the same kind that had taken longer than this one by now. Half of them were kept by then, and some took
 * longer than this one may. A ticket that waits grows more suspicious with each hour, without anybody having to guess a
 * limit. Only promises that were kept, in time or late, tell anything; what was not needed any more does not.
 */
import { readCalendar } from '../calendars/calendar-service.ts';
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Queryable } from '../database/transaction.ts';
import type { RecordLink } from '../entities/entity-types.ts';
import { readLinkGroups, type RowContext } from '../entities/record-rows.ts';
import { spreadOf } from '../measures/spread.ts';
import { scopeFor } from '../rights/scope-for.ts';
import { type ClockTime, WALL_TIME, workingTime } from './clock-rules.ts';
import { type ClockRow, readKeptTimes, readRunningClocks, type SlaMetric } from './sla-rows.ts';

const MINUTE_MS = 60_000;
/** Fewer say nothing. */
export const LIKE_MIN = 5;
/** What is rather likely than not needs somebody, and so does what comes near to it. */
export const LIKELY_SHARE = 0.3;
const SHOWN_MAX = 50;

export interface ClockForecast {
  /** When it will probably be kept. */
  readonly at: string;
  readonly late: boolean;
  /** Of the promises that say so, the part that took longer than this one may: 0 to 1. */
  readonly lateShare: number;
  /** Whether that is enough for somebody to look at it. */
  readonly likely: boolean;
  /** How many kept promises say so. */
  readonly of: number;
}

export interface LikelyBreach extends ClockForecast {
  readonly ticket: RecordLink;
  readonly metric: SlaMetric;
  readonly policyCode: string;
  readonly dueAt: string;
}

type Forecast = (clock: ClockRow) => ClockForecast | null;

/** What is said of each of these clocks: null while it stands still, is late or over, and where too few were kept to tell. */
export async function readForecasts(
  reader: Queryable,
  clocks: readonly ClockRow[],
  now: Date,
): Promise<Forecast> {
  const isAsked = ({ runningSince, endedAt, dueAt }: ClockRow): boolean =>
    runningSince !== null && endedAt === null && dueAt > now;
  const asked = clocks.filter(isAsked);
  if (asked.length === 0) return () => null;
  const kept = await readKeptTimes(reader, asked, now);
  const times = await readTimes(reader, asked);
  return (clock) => {
    const { runningSince, spentMs, targetMinutes, dueAt } = clock;
    if (runningSince === null || !isAsked(clock)) return null;
    const time = times(clock);
    const usedMs = spentMs + time.between(runningSince, now);
    const like = kept.of(clock).filter((ms) => ms > usedMs);
    const { median } = spreadOf(like);
    if (median === null || like.length < LIKE_MIN) return null;
    const at = time.after(now, median - usedMs);
    const lateShare = like.filter((ms) => ms > targetMinutes * MINUTE_MS).length / like.length;
    const likely = lateShare >= LIKELY_SHARE;
    return { at: at.toISOString(), late: at > dueAt, lateShare, likely, of: like.length };
  };
}

/** By which time each clock runs; a calendar is read once. */
async function readTimes(
  reader: Queryable,
  clocks: readonly ClockRow[],
): Promise<(clock: ClockRow) => ClockTime> {
  const times = new Map<string | null, ClockTime>();
  for (const { useWorkingHours, calendarCode } of clocks)
    if (useWorkingHours && !times.has(calendarCode))
      times.set(calendarCode, workingTime(await readCalendar(reader, calendarCode)));
  return ({ useWorkingHours, calendarCode }) =>
    (useWorkingHours ? times.get(calendarCode) : undefined) ?? WALL_TIME;
}

/** Running promises of tickets that the caller may read and that are rather likely to be broken, the likeliest first. */
export async function readLikelyBreaches(
  reader: Queryable,
  now: Date,
  context: RowContext,
): Promise<readonly LikelyBreach[]> {
  const parameters = new SqlParameters();
  const scope = scopeFor({ ...context, entity: 'ticket', action: 'read', alias: 'r', parameters });
  const clocks = await readRunningClocks(reader, { now, scope, parameters });
  const forecast = await readForecasts(reader, clocks, now);
  const likely = clocks
    .flatMap((clock) => {
      const said = forecast(clock);
      return said?.likely ? [{ clock, ...said }] : [];
    })
    .sort((one, other) => other.lateShare - one.lateShare || +one.clock.dueAt - +other.clock.dueAt)
    .slice(0, SHOWN_MAX);
  const ids = likely.map(({ clock }) => clock.ticketId);
  const links = await readLinkGroups(reader, [{ entity: 'ticket', ids }], context);
  const linkOf = new Map(links.map((link) => [link.id, link]));
  return likely.flatMap(({ clock: { ticketId, metric, policyCode, dueAt }, ...said }) => {
    const ticket = linkOf.get(ticketId);
    return ticket ? [{ ...said, ticket, metric, policyCode, dueAt: dueAt.toISOString() }] : [];
  });
}
