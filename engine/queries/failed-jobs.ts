/** What belongs to no instance and is out of tries: starts of every kind, messages, signals, batches. Few rows, by a partial index. */
import type { EngineViews, FailedJob, FailedStart, RecordEvent } from '../engine.ts';
import type { JobRow } from '../execution/state.ts';
import type { Database } from '../store/postgres/connection.ts';
import { withIsoInstants } from '../store/postgres/row-shape.ts';

const JOBS_MAX = 500;

export function failedJobsView({ pool }: Database): EngineViews['failedJobs'] {
  return async () => {
    const { rows } = await pool.query<{ job: JobRow }>(
      `select row_to_json(r) as job from engine.job_row r
       where r.state = 'failed' and r."rootId" is null order by r."dueAt" desc, r.id limit $1`,
      [JOBS_MAX],
    );
    return rows.map(({ job }) => failedJobOf(withIsoInstants(job)));
  };
}

function failedJobOf({ id, kind, dueAt, attempt: tries, payload }: JobRow): FailedJob {
  const failures = (payload.failures ?? []) as unknown as readonly FailedStart[];
  const shown = { id, kind: shownKind(kind), dueAt, tries, failures };
  if (kind !== 'record-event') return { ...shown, record: null };
  const { entity, recordId, change } = payload as unknown as RecordEvent;
  return { ...shown, record: { entity, recordId, change } };
}

function shownKind(kind: JobRow['kind']): FailedJob['kind'] {
  switch (kind) {
    case 'record-event':
    case 'message':
    case 'signal':
    case 'batch':
    case 'start':
      return kind;
    default:
      return 'timer-start';
  }
}
