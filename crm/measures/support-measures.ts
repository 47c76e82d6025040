/**
 * What support takes: time and cost by the type of ticket or by customer, of tickets on which somebody worked in the
 * period or which came in it, as far as the caller may read them.
 */
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Queryable } from '../database/transaction.ts';
import type { RowContext } from '../entities/record-rows.ts';
import { scopeFor } from '../rights/scope-for.ts';
import { grouped } from './grouped.ts';
import { type Spread, spreadOf } from './spread.ts';
import { sum } from './stage-measures.ts';
import { activityWork, type TaskLogSource, taskWork, type Work } from './work-log.ts';

export type SupportGroup = 'type' | 'account';

export interface SupportMeasure {
  /** Code of the type or id of the account; null: none. */
  readonly group: string | null;
  /** Name of the account. */
  readonly title: string | null;
  readonly tickets: number;
  readonly closed: number;
  readonly workedMs: number;
  /** Work on one ticket, in milliseconds. */
  readonly perTicket: Spread;
  /** From when a ticket came until it was closed, in milliseconds. */
  readonly solved: Spread;
}

interface SupportTicket {
  readonly recordId: string;
  readonly group: string | null;
  readonly title: string | null;
  readonly createdAt: Date;
  readonly closedAt: Date | null;
}

export interface SupportFacts {
  readonly tickets: readonly SupportTicket[];
  readonly work: readonly Work[];
}

export async function readSupportFacts(
  reader: Queryable,
  period: { readonly from: Date; readonly to: Date; readonly by: SupportGroup },
  { context, tasks }: { readonly context: RowContext; readonly tasks: TaskLogSource | null },
): Promise<SupportFacts> {
  const { from, to, by } = period;
  const asked = { entity: 'ticket', from, to } as const;
  const work = [...(await activityWork(reader, asked)), ...(await taskWork(reader, tasks, asked))];
  const parameters = new SqlParameters();
  const scope = scopeFor({ ...context, entity: 'ticket', action: 'read', alias: 'r', parameters });
  // A customer whom the caller may not read has no name here.
  const seen = scopeFor({ ...context, entity: 'account', action: 'read', alias: 'a', parameters });
  const worked = parameters.add([...new Set(work.map(({ recordId }) => recordId))], 'uuid[]');
  const start = parameters.add(from, 'timestamptz');
  const end = parameters.add(to, 'timestamptz');
  const [group, title] = by === 'type' ? ['r.type', 'null::text'] : ['a.id::text', 'a.name'];
  const { rows } = await reader.query<SupportTicket>(
    `select r.id as "recordId", ${group} as "group", ${title} as title, r.created_at as "createdAt", r.closed_at as "closedAt"
     from crm.ticket r
     left join crm.account a on a.id = r.account_id and ${seen}
     where r.deleted_at is null and ${scope}
       and (r.id = any(${worked}) or (r.created_at >= ${start} and r.created_at < ${end}))`,
    parameters.values,
  );
  return { tickets: rows, work };
}

/** What takes most time first. */
export function supportMeasures({ tickets, work }: SupportFacts): readonly SupportMeasure[] {
  const workOf = new Map<string, number>();
  for (const { recordId, ms } of work) workOf.set(recordId, (workOf.get(recordId) ?? 0) + ms);
  const groups = grouped(tickets, ({ group }) => group);
  return [...groups]
    .map(([group, own]): SupportMeasure => {
      const times = own.map(({ recordId }) => workOf.get(recordId) ?? 0);
      const solved = own.flatMap(({ createdAt, closedAt }) => (closedAt ? [+closedAt - +createdAt] : []));
      return {
        group,
        title: own[0]?.title ?? null,
        tickets: own.length,
        closed: solved.length,
        workedMs: sum(times),
        perTicket: spreadOf(times.filter((ms) => ms > 0)),
        solved: spreadOf(solved),
      };
    })
    .sort((one, other) => other.workedMs - one.workedMs || other.tickets - one.tickets);
}
