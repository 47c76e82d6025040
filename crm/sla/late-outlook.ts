/**
 * The forecast of promises for lists: instead of asking each of a million tickets, each sweep learns from what was kept
 * which running clocks of a kind are likely to be late. What a clock has used is what it was promised less what is left,
 * so "used more than so long" is "due before such an instant", which an index finds. Between two sweeps the spans stand
 * still, so a list may be a minute behind the page of a ticket, which reckons with the moment.
 */
import { readCalendar } from '../calendars/calendar-service.ts';
import type { Queryable, Unit } from '../database/transaction.ts';
import { type ClockTime, WALL_TIME, workingTime } from './clock-rules.ts';
import { LIKE_MIN, LIKELY_SHARE } from './breach-forecast.ts';
import { readKeptTimes, type SlaMetric } from './sla-rows.ts';

const MINUTE_MS = 60_000;

interface RunningKind {
  readonly policyCode: string;
  readonly metric: SlaMetric;
  readonly useWorkingHours: boolean;
  readonly calendarCode: string | null;
  readonly targetMinutes: number;
}

/** From `usedMs` on, until the next step or `untilMs`, so many of a hundred took longer than is promised. */
export interface LateStep {
  readonly usedMs: number;
  readonly untilMs: number;
  readonly percent: number;
}

/**
 * How likely a promise is to be late, by the time that it used: pure. Those that took longer than is promised stay the
 * same while those that were kept sooner fall out one by one, so the share only grows.
 */
export function lateSteps(times: readonly number[], targetMs: number): readonly LateStep[] {
  const sorted = times.toSorted((one, other) => one - other);
  const late = sorted.filter((ms) => ms > targetMs).length;
  const end = likeEnough(sorted, targetMs);
  const begins = [0, ...new Set(sorted)].filter((ms) => ms < end);
  let kept = 0;
  const steps = begins.map((usedMs, index): LateStep => {
    while ((sorted[kept] ?? Infinity) <= usedMs) kept += 1;
    const share = late / (sorted.length - kept);
    const percent = share < LIKELY_SHARE ? 0 : Math.round(share * 100);
    return { usedMs, untilMs: begins[index + 1] ?? end, percent };
  });
  return joined(steps);
}

/** Until when enough of them say something. */
function likeEnough(sorted: readonly number[], targetMs: number): number {
  return Math.min(targetMs, sorted.at(-LIKE_MIN) ?? 0);
}

/** Neighbours that say the same are one; what is unlikely is nobody's business. */
function joined(steps: readonly LateStep[]): readonly LateStep[] {
  return steps.reduce<LateStep[]>((found, step) => {
    if (step.percent === 0) return found;
    const before = found.at(-1);
    if (before?.percent === step.percent && before.untilMs === step.usedMs)
      found[found.length - 1] = { ...before, untilMs: step.untilMs };
    else found.push(step);
    return found;
  }, []);
}

const SELECT_KINDS = `
  select distinct policy_code as "policyCode", metric, use_working_hours as "useWorkingHours",
         calendar_code as "calendarCode", target_minutes as "targetMinutes"
  from crm.sla_clock where ended_at is null and paused_at is null and due_at > $1`;
const INSERT_SPANS = `
  insert into crm.sla_outlook (policy_code, metric, use_working_hours, calendar_code, target_minutes, due_after, due_by,
                               late_percent)
  select * from unnest($1::text[], $2::text[], $3::boolean[], $4::text[], $5::int[], $6::timestamptz[],
                       $7::timestamptz[], $8::int[])`;
/** Two nodes that write it at once would write it twice. */
const OUTLOOK_LOCK = 4308;

/** Learns anew which running promises are likely to be late. Another node that is doing so does it for this one, too. */
export async function learnOutlook({ client }: Unit, now: Date): Promise<void> {
  const lock = 'select pg_try_advisory_xact_lock($1) as locked';
  const { rows: locks } = await client.query<{ locked: boolean }>(lock, [OUTLOOK_LOCK]);
  if (!locks[0]?.locked) return;
  const { rows: kinds } = await client.query<RunningKind>(SELECT_KINDS, [now]);
  const kept = await readKeptTimes(client, kinds, now);
  const spans: (RunningKind & { readonly after: Date; readonly by: Date; readonly percent: number })[] = [];
  for (const kind of kinds) {
    const targetMs = kind.targetMinutes * MINUTE_MS;
    const time = await timeOf(client, kind);
    for (const { usedMs, untilMs, percent } of lateSteps(kept.of(kind), targetMs)) {
      const by = time.after(now, targetMs - usedMs);
      // The end of the promise is now, also where nobody works at the moment.
      const after = untilMs >= targetMs ? now : time.after(now, targetMs - untilMs);
      if (after < by) spans.push({ ...kind, after, by, percent });
    }
  }
  await client.query('delete from crm.sla_outlook');
  await client.query(INSERT_SPANS, [
    spans.map(({ policyCode }) => policyCode),
    spans.map(({ metric }) => metric),
    spans.map(({ useWorkingHours }) => useWorkingHours),
    spans.map(({ calendarCode }) => calendarCode),
    spans.map(({ targetMinutes }) => targetMinutes),
    spans.map(({ after }) => after),
    spans.map(({ by }) => by),
    spans.map(({ percent }) => percent),
  ]);
}

async function timeOf(reader: Queryable, kind: RunningKind): Promise<ClockTime> {
  return kind.useWorkingHours ? workingTime(await readCalendar(reader, kind.calendarCode)) : WALL_TIME;
}
