/** Archives of everything as rows: what is asked for, how far it is, where it lies. */
import type { FullExport } from '#contract';

export interface FullExportRow {
  readonly id: string;
  readonly user_id: string;
  readonly user_name: string | null;
  readonly state: FullExport['state'];
  readonly steps: number;
  readonly steps_done: number;
  readonly row_count: string;
  readonly step: string | null;
  readonly size: string | null;
  readonly sha256: string | null;
  readonly left_out: number;
  readonly problem: string | null;
  readonly link_secret: string;
  readonly created_at: Date;
  readonly finished_at: Date | null;
  readonly expires_at: Date | null;
}

/** How long an archive lies ready. */
export const KEPT_HOURS = 24;
const ATTEMPTS_MAX = 3;
const LEASE = `clock_timestamp() + interval '1 minute'`;
const COLUMNS = `
  e.id, e.user_id, u.name as user_name, e.state, e.steps, e.steps_done, e.row_count, e.step, e.size, e.sha256, e.left_out,
  e.problem, e.link_secret, e.created_at, e.finished_at, e.expires_at`;

export const SELECT_EXPORTS = `
  select ${COLUMNS} from app.full_export e left join crm."user" u on u.id = e.user_id
  order by e.created_at desc limit 50`;
export const SELECT_EXPORT = `
  select ${COLUMNS} from app.full_export e left join crm."user" u on u.id = e.user_id where e.id = $1`;
/** Nothing where one is under way. */
export const INSERT_EXPORT = `
  insert into app.full_export (id, user_id, link_secret) values ($1, $2, $3)
  on conflict ((true)) where state = 'running' do nothing`;
export const CLAIM_EXPORT = `
  update app.full_export set lease_until = ${LEASE}, attempts = attempts + 1, steps_done = 0, row_count = 0, left_out = 0
  where id = (
    select id from app.full_export
    where state = 'running' and (lease_until is null or lease_until < clock_timestamp())
    for update skip locked limit 1)
  returning id, user_id, attempts > ${ATTEMPTS_MAX} as is_hopeless`;
export const TELL_PROGRESS = `
  update app.full_export set steps = $2, steps_done = $3, row_count = $4, step = $5, left_out = $6, lease_until = ${LEASE}
  where id = $1 and state = 'running'`;
export const RENEW_EXPORT = `
  update app.full_export set lease_until = ${LEASE} where id = $1 and state = 'running'`;
export const RELEASE_EXPORT = `
  update app.full_export set lease_until = null, attempts = attempts - 1 where id = $1 and state = 'running'`;
export const EXPORT_DONE = `
  update app.full_export set state = 'done', steps_done = steps, step = null, row_count = $2, left_out = $3, size = $4,
    sha256 = $5, finished_at = clock_timestamp(), expires_at = clock_timestamp() + make_interval(hours => ${KEPT_HOURS}),
    lease_until = null
  where id = $1 and state = 'running'`;
export const EXPORT_FAILED = `
  update app.full_export set state = 'failed', problem = $2, step = null, finished_at = clock_timestamp(), lease_until = null
  where id = $1 and state = 'running'`;
export const DISCARD_EXPORT = `
  update app.full_export
  set state = case when state = 'running' then 'failed' else 'expired' end, step = null, lease_until = null,
    problem = case when state = 'running' then 'stopped' end, finished_at = coalesce(finished_at, clock_timestamp()),
    expires_at = clock_timestamp()
  where id = $1 and state in ('running', 'done')`;
export const EXPIRE_EXPORTS = `
  update app.full_export set state = 'expired' where state = 'done' and expires_at <= clock_timestamp()`;
export const SELECT_GONE = `select id from app.full_export where state in ('expired', 'failed')`;

export function fullExportView(row: FullExportRow, userId: string): FullExport {
  return {
    id: row.id,
    by: { id: row.user_id, name: row.user_name ?? '' },
    state: row.state,
    steps: row.steps,
    stepsDone: row.steps_done,
    rows: Number(row.row_count),
    step: row.step,
    size: row.size === null ? null : Number(row.size),
    sha256: row.sha256,
    leftOut: row.left_out,
    problem: row.problem,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    expiresAt: row.expires_at?.toISOString() ?? null,
    isMine: row.user_id === userId && row.state === 'done',
  };
}
