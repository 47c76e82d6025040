/** Signals on their way and how far each is. Few rows, by the partial index job_signal; failed rests are `failedJobs`. */
import type { EngineViews, SignalOnItsWay } from '../engine.ts';
import type { SignalJobPayload } from '../decide/signal-job.ts';
import type { Database } from '../store/postgres/connection.ts';

const SIGNALS_MAX = 200;

export function signalsView({ pool }: Database): EngineViews['signals'] {
  return async () => {
    const { rows } = await pool.query<{ id: string; payload: SignalJobPayload }>(
      `select j.id, j.payload from engine.job j where j.kind = 'signal' and j.state = 'ready' order by j.id limit $1`,
      [SIGNALS_MAX],
    );
    return rows.map(({ id, payload }) => onItsWay(id, payload));
  };
}

function onItsWay(id: string, payload: SignalJobPayload): SignalOnItsWay {
  const { name, thrownAt = null, reached = 0, total = null, only } = payload;
  // What is left over once everybody else was reached is held back by suspended processes, or tried again.
  return { id, name, thrownAt, reached, total, rest: only?.length ?? 0 };
}
