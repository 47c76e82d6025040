/** What refused rows are at fault for, put together: the same fault in the same column can be mended by one correction. */
import type { Queryable } from '../database/transaction.ts';
import type { ImportJob, RowProblem } from './import-types.ts';

export interface FaultRequest {
  /** What the column becomes; empty where the row as a whole is meant. */
  readonly field: string;
  readonly problem: string;
  /** The words of a rule, where it is one. */
  readonly detail?: string | null;
}

export interface ImportFault {
  readonly field: string;
  readonly problem: RowProblem['problem'];
  readonly detail: string | null;
  readonly count: number;
  /** What stands in those cells, the most frequent first. */
  readonly texts: readonly { readonly text: string; readonly count: number }[];
}

/** Problems of a row, of the run or else of the check, with a rule's words where they tell rules apart. */
const PROBLEMS = `jsonb_to_recordset(coalesce(failure, problems)) as p (field text, problem text, detail text)`;
/** Parameters 4 to 6: field, problem, detail. */
export const WITH_FAULT = `
  exists (select from ${PROBLEMS}
          where p.field = $4 and p.problem = $5 and (p.problem <> 'rule' or p.detail is not distinct from $6))`;

const FAULTS_MAX = 100;
const TEXTS_MAX = 30;

const SELECT = `
  with fault as (
    select p.field, p.problem, case when p.problem = 'rule' then p.detail end as detail,
      coalesce(r.cells->>m.position, '') as text
    from crm.import_row r
    cross join lateral ${PROBLEMS.replaceAll('(failure, problems)', '(r.failure, r.problems)')}
    left join unnest($2::text[], $3::int[]) as m (target, position) on m.target = p.field
    where r.import_id = $1 and ((r.outcome is null and r.verdict = 'error') or r.outcome = 'failed')
  ), text as (
    select field, problem, detail, text, count(*)::int as count,
      row_number() over (partition by field, problem, detail order by count(*) desc, text) as place
    from fault group by 1, 2, 3, 4
  )
  select field, problem, detail, sum(count)::int as count,
    jsonb_agg(jsonb_build_object('text', left(text, 300), 'count', count) order by place)
      filter (where place <= ${TEXTS_MAX}) as texts
  from text group by 1, 2, 3 order by count desc, field, problem limit ${FAULTS_MAX}`;

/** The most frequent first. */
export async function readFaults(reader: Queryable, job: ImportJob): Promise<readonly ImportFault[]> {
  const { rows } = await reader.query<ImportFault>(SELECT, [
    job.id,
    job.mapping.map((one) => one.target),
    job.mapping.map((one) => one.column),
  ]);
  return rows;
}
