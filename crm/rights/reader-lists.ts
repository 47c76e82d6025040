/**
 * What a person has by lists (people of his teams and department, what is shared with him, records of his tasks), read
 * once for a question of several statements. Given as values, they make each statement short to plan, and empty ones
 * leave nothing behind: somebody who sees only what is his own is then served by an index in the order of his list.
 */
import type { Queryable } from '../database/transaction.ts';
import { entities } from '../entities/entity-table.ts';
import { SqlParameters } from '../database/sql-parameters.ts';
import { levelsOf, RECORD_ACTIONS, type RequestUser } from './request-user.ts';
import type { ParticipantSource, ReaderLists } from './grounds.ts';

interface ListsRow {
  readonly team_people: string[];
  readonly department_people: string[];
  readonly shares: readonly { readonly entity: string; readonly id: string; readonly can_edit: boolean }[];
  readonly tasks: readonly { readonly entity: string; readonly id: string }[];
}

/** The same context with the lists in it; as it is for who may do everything with everything, or has them already. */
export async function withReaderLists<
  C extends {
    readonly user: RequestUser;
    readonly participants: ParticipantSource | null;
    readonly lists?: ReaderLists;
  },
>(reader: Queryable, context: C): Promise<C> {
  if (context.lists || mayDoAll(context.user)) return context;
  return { ...context, lists: await readLists(reader, context.user, context.participants) };
}

function mayDoAll(user: RequestUser): boolean {
  return entities.every(({ entity }) =>
    RECORD_ACTIONS.every((action) => levelsOf(user, entity, action).has('all')),
  );
}

async function readLists(
  reader: Queryable,
  user: RequestUser,
  participants: ParticipantSource | null,
): Promise<ReaderLists> {
  const parameters = new SqlParameters();
  const person = parameters.add(user.id, 'uuid');
  const teams = parameters.add(user.teamIds, 'uuid[]');
  const departments = parameters.add(user.departmentsBelow, 'uuid[]');
  const tasks = participants
    ? `(select coalesce(json_agg(json_build_object('entity', t.entity, 'id', t.record_id)), '[]') from (${participants(person)}) t)`
    : `'[]'::json`;
  const { rows } = await reader.query<ListsRow>(
    `select
       array(select distinct m.user_id::text from crm.team_member m where m.team_id = any(${teams})) as team_people,
       array(select u.id::text from crm."user" u join crm.position p on p.id = u.position_id
             where p.department_id = any(${departments})) as department_people,
       (select coalesce(json_agg(json_build_object('entity', s.entity, 'id', s.record_id, 'can_edit', s.access = 'edit')), '[]')
        from crm.record_share s
        where (s.user_id = ${person} or s.team_id = any(${teams}))
        and (s.expires_at is null or s.expires_at > public.throughline_now())) as shares,
       ${tasks} as tasks`,
    parameters.values,
  );
  const { team_people = [], department_people = [], shares = [], tasks: active = [] } = rows[0] ?? {};
  const idsOf = (
    of: readonly { readonly entity: string; readonly id: string }[],
    entity: string,
  ): string[] => [...new Set(of.filter((one) => one.entity === entity).map((one) => one.id))];
  const editable = shares.filter((share) => share.can_edit);
  return {
    teamPeople: team_people,
    departmentPeople: department_people,
    shared: (entity, access) => idsOf(access === 'edit' ? editable : shares, entity),
    ofTasks: (entity) => idsOf(active, entity),
  };
}
