/** Starts that did not come about: timer starts and record events out of tries. Few rows, by a partial index. */
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
  if (kind === 'message') return { id, kind, dueAt, tries, failures, record: null };
  if (kind !== 'record-event') return { id, kind: 'timer-start', dueAt, tries, failures, record: null };
  const { entity, recordId, change } = payload as unknown as RecordEvent;
  return { id, kind, dueAt, tries, failures, record: { entity, recordId, change } };
}
