/** What the engine has to do and what it does not get done, for those who look after it. Counts end at a limit, so that a long queue costs no more to look at. */
import type { EngineViews } from '../engine.ts';
import type { Database } from '../store/postgres/connection.ts';

const COUNT_MAX = 10_000;
const TIMERS = `('timer', 'task-activation', 'timer-start')`;

const DUE = `state = 'ready' and due_at <= $1`;
const FREE = `(lease_until is null or lease_until <= $1)`;

interface Row {
  readonly due: number;
  readonly running: number;
  readonly failed: number;
  readonly incidents: number;
  readonly timersToday: number;
  readonly oldestDueAt: Date | null;
  readonly nextTimerAt: Date | null;
}

export function workloadView({ pool }: Database): EngineViews['workload'] {
  const counted = (from: string): string =>
    `(select count(*)::int from (select ${from} limit ${COUNT_MAX}) x)`;
  const text = `select
    ${counted(`from engine.job where ${DUE} and ${FREE}`)} as due,
    ${counted(`from engine.job where ${DUE} and lease_until > $1`)} as running,
    ${counted(`from engine.job where state = 'failed' and root_instance_id is null`)} as failed,
    ${counted('from engine.incident')} as incidents,
    ${counted(`from engine.job where state = 'ready' and kind in ${TIMERS}
      and due_at > $1 and due_at <= $1 + interval '1 day'`)} as "timersToday",
    (select min(due_at) from engine.job where ${DUE} and ${FREE}) as "oldestDueAt",
    (select due_at from engine.job where state = 'ready' and due_at > $1 and kind in ${TIMERS}
      order by due_at limit 1) as "nextTimerAt"`;
  return async (now) => {
    const { rows } = await pool.query<Row>(text, [now]);
    const { oldestDueAt, nextTimerAt, ...counts } = rows[0]!;
    return {
      ...counts,
      countedTo: COUNT_MAX,
      oldestDueAt: oldestDueAt?.toISOString() ?? null,
      nextTimerAt: nextTimerAt?.toISOString() ?? null,
    };
  };
}
