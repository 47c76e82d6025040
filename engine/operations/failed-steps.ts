/** Where a process has failed, so that somebody may treat all that failed for one cause together. */
import type { Database } from '../store/postgres/connection.ts';
import type { FailedSteps } from './operation-types.ts';

export async function failedSteps({ pool }: Database, processKey: string): Promise<readonly FailedSteps[]> {
  const { rows } = await pool.query<FailedSteps>(
    `select x.element_id as "elementId", count(*)::int as incidents,
       (array_agg(i.definition_id order by i.definition_id desc))[1] as "definitionId"
     from engine.incident x join engine.process_instance i on i.id = x.instance_id
     where i.status = 'active' and i.process_key = $1
     group by x.element_id order by incidents desc, x.element_id`,
    [processKey],
  );
  return rows;
}
