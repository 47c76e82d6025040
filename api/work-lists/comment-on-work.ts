/**
 * One comment on many tasks or instances at once: on each task's own step of its instance. Whoever may see a row without
 * taking part in its instance (a task of his pool) is told how many were left out.
 */
import type { RecordQuery, WorkList } from '#contract';
import { type CrmTransaction, type RequestUser, SqlParameters } from '#crm';
import type { ApiContext } from '../context.ts';
import { INSTANCE_LIST, watchedInstanceSql } from './instance-list.ts';
import { allIds, refusedQuery } from './start-list-batch.ts';

/** Each tells followers and is an entry of its own: more is a circular, for which there is mail. */
const COMMENTS_MAX = 500;
const SUBJECT = 'process_instance';

const SELECT_STEPS = `
  select distinct instance_id as "instanceId", element_id as "elementId"
  from engine.user_task where id = any($1::uuid[])`;

interface Place {
  readonly instanceId: string;
  readonly elementId: string | null;
}

export async function commentOnWork(
  context: ApiContext,
  user: RequestUser,
  request: {
    readonly list: WorkList;
    readonly query: RecordQuery;
    readonly body: string;
    readonly transaction: CrmTransaction;
  },
): Promise<{ count: number; refusedCount: number }> {
  const { list, query, body, transaction } = request;
  const ids = await allIds(context, user, list, query);
  if (ids.length === 0) throw refusedQuery('Nothing matches: choose at least one row.');
  if (ids.length > COMMENTS_MAX)
    throw refusedQuery(`At most ${COMMENTS_MAX} rows are commented on at once: narrow the filter.`);
  const asked = await placesOf(transaction, list, ids);
  const watched = await watchedOf(transaction, user, asked);
  const places = asked.filter((place) => watched.has(place.instanceId));
  for (const { instanceId, elementId } of places)
    await context.crm.comments.add(
      { user, transaction },
      { subject: { entity: SUBJECT, id: instanceId }, body, elementId },
    );
  return { count: places.length, refusedCount: asked.length - places.length };
}

async function placesOf(
  { client }: CrmTransaction,
  list: WorkList,
  ids: readonly string[],
): Promise<readonly Place[]> {
  if (list === INSTANCE_LIST) return ids.map((id) => ({ instanceId: id, elementId: null }));
  const { rows } = await client.query<Place>(SELECT_STEPS, [ids]);
  return rows;
}

async function watchedOf(
  { client }: CrmTransaction,
  user: RequestUser,
  places: readonly Place[],
): Promise<ReadonlySet<string>> {
  const parameters = new SqlParameters();
  const ids = parameters.add([...new Set(places.map((place) => place.instanceId))], 'uuid[]');
  const { rows } = await client.query<{ id: string }>(
    `select i.id from engine.process_instance i
     where i.id = any(${ids}) and ${watchedInstanceSql('i', parameters, user)}`,
    parameters.values,
  );
  return new Set(rows.map((row) => row.id));
}
