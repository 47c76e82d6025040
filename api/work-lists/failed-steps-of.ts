/**
 * The failed steps of instances and of what they called, for work on all of them. Called processes are other processes:
 * the person needs the right to intervene there, too, as for each failed step by itself.
 */
import type { Pool } from 'pg';
import type { Refusal } from '#contract';
import type { RequestUser } from '#crm';
import { hasProcessRight } from '../rights/process-rights.ts';

export interface FailedStepsOf {
  readonly ids: readonly string[];
  readonly refused: readonly Refusal[];
}

export async function failedStepsOf(
  pool: Pool,
  user: RequestUser,
  rootIds: readonly string[],
): Promise<FailedStepsOf> {
  const { rows } = await pool.query<{ id: string; instanceId: string; processKey: string }>(
    `select x.id, x.instance_id as "instanceId", i.process_key as "processKey"
     from engine.incident x join engine.process_instance i on i.id = x.instance_id
     where x.root_instance_id = any($1::uuid[]) order by x.id`,
    [rootIds],
  );
  const may = (row: (typeof rows)[number]): boolean => hasProcessRight(user, 'intervene', row.processKey);
  return {
    ids: rows.filter(may).map(({ id }) => id),
    refused: rows
      .filter((row) => !may(row))
      .map(({ id, processKey }) => ({
        ...{ id, name: processKey, instanceId: null, code: 'API_FORBIDDEN' },
        message: 'You have no right to do this with it.',
      })),
  };
}
