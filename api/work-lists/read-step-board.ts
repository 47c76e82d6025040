/**
 * The running instances of one process by the steps at which their tokens wait. An instance that runs in parallel stands
 * in several columns; where something inside a subprocess waits, the subprocess around it is no column.
 */
import type { StepCard, StepColumn } from '#contract';
import { type RequestUser, SqlParameters, type TableQuery } from '#crm';
import type { ApiContext } from '../context.ts';
import { ApiProblem } from '../errors/problems.ts';
import { readNames } from '../presenters/read-names.ts';
import { instanceList } from './instance-list.ts';
import { instanceTitles } from './read-work-list.ts';
import { stepNames } from './work-list-meta.ts';

/** A token inside of which another one waits stands for its subprocess only. */
const INNERMOST = `k.state = 'waiting' and not exists (
  select from engine.scope s where s.root_instance_id = k.root_instance_id and s.token_id = k.id)`;

const OVERDUE = `exists (select from engine.user_task t where t.root_instance_id = k.root_instance_id
  and t.token_id = k.id and t.state in ('planned', 'ready') and t.due_at < public.throughline_now())`;

interface ColumnRow {
  readonly element: string;
  readonly count: number;
  readonly overdue: number;
  readonly oldest: Date;
}

export async function readStepBoard(
  context: ApiContext,
  user: RequestUser,
  { processKey, ...query }: TableQuery & { readonly processKey: string },
): Promise<{ columns: StepColumn[] }> {
  const parameters = new SqlParameters();
  const where = context.crm.tableLists.whereSql({ user }, instanceList, query, parameters);
  const { rows } = await context.pool.query<ColumnRow>(
    `select k.element_id as element, count(distinct r.id)::int as count, min(k.entered_at) as oldest,
       count(distinct r.id) filter (where ${OVERDUE})::int as overdue
     from ${instanceList.table} r
     join engine.token k on k.root_instance_id = r.id and k.instance_id = r.id and ${INNERMOST}
     where r.status = 'active' and r.process_key = ${parameters.add(processKey, 'text')} and ${where}
     group by k.element_id`,
    parameters.values,
  );
  const names = await stepNames(context, user);
  // In the order in which the diagram has them.
  const order = [...names.keys()];
  const place = (step: string): number => {
    const at = order.indexOf(step);
    return at < 0 ? order.length : at;
  };
  return {
    columns: rows
      .map(({ element, count, overdue, oldest }) => {
        const step = `${processKey}/${element}`;
        return { step, name: names.get(step) ?? element, count, overdue, oldest: oldest.toISOString() };
      })
      .toSorted((one, other) => place(one.step) - place(other.step)),
  };
}

interface CardRow {
  readonly id: string;
  readonly title: string;
  readonly process: string;
  readonly since: Date;
  readonly sinceText: string;
  readonly dueAt: Date | null;
  readonly overdue: boolean;
  readonly suspended: boolean;
  readonly incidents: number;
  readonly executors: string[];
}

export async function readStepCards(
  context: ApiContext,
  user: RequestUser,
  request: TableQuery & { readonly step: string; readonly cursor?: string; readonly limit: number },
): Promise<{ items: StepCard[]; nextCursor: string | null }> {
  const { step, cursor, limit, ...query } = request;
  const at = step.indexOf('/');
  const parameters = new SqlParameters();
  const where = context.crm.tableLists.whereSql({ user }, instanceList, query, parameters);
  const after = cursor === undefined ? null : placeFrom(cursor);
  const { rows } = await context.pool.query<CardRow>(
    `select card.*, card.since::text as "sinceText" from (
       select r.id, coalesce(nullif(r.business_key, ''), r.process_key) as title, r.process_key as process,
         min(k.entered_at) as since, min(t.due_at) as "dueAt", bool_or(${OVERDUE}) as overdue, r.suspended,
         (select count(*)::int from engine.incident x where x.root_instance_id = r.id) as incidents,
         array_remove(array_agg(distinct t.assignee), null) as executors
       from ${instanceList.table} r
       join engine.token k on k.root_instance_id = r.id and k.instance_id = r.id and ${INNERMOST}
       left join engine.user_task t
         on t.root_instance_id = k.root_instance_id and t.token_id = k.id and t.state in ('planned', 'ready')
       where r.status = 'active' and r.process_key = ${parameters.add(step.slice(0, at), 'text')}
         and k.element_id = ${parameters.add(step.slice(at + 1), 'text')} and ${where}
       group by r.id, r.business_key, r.process_key, r.suspended) card
     where ${after ? `(card.since, card.id) > (${parameters.add(after.since, 'timestamptz')}, ${parameters.add(after.id, 'uuid')})` : 'true'}
     order by card.since, card.id limit ${parameters.add(limit + 1, 'int')}`,
    parameters.values,
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const [titles, names] = await Promise.all([
    instanceTitles(context, user, shown),
    readNames(context, user, { people: shown.flatMap((row) => row.executors) }),
  ]);
  return {
    nextCursor:
      rows.length > limit && last
        ? Buffer.from(JSON.stringify([last.sinceText, last.id])).toString('base64url')
        : null,
    items: shown.map(({ id, title, since, dueAt, overdue, suspended, incidents, executors }) => ({
      ...{ id, overdue, suspended, incidents },
      title: titles.get(id) ?? title,
      since: since.toISOString(),
      dueAt: dueAt?.toISOString() ?? null,
      executors: executors.flatMap((person) => names.person(person) ?? []),
    })),
  };
}

function placeFrom(cursor: string): { readonly since: string; readonly id: string } {
  try {
    const [since, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (typeof since === 'string' && !Number.isNaN(Date.parse(since)) && typeof id === 'string')
      return { since, id };
  } catch {
    // Said below.
  }
  throw new ApiProblem('API_REQUEST_INVALID', { detail: 'Expected a cursor as the page before gave it.' });
}
