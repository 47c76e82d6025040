/** Teams and territories with their members, as administrators edit them; levels of rights ask for them. */
import { actorOf, type Caller } from '../caller.ts';
import type { Queryable, Transactions, Unit } from '../database/transaction.ts';
import { CrmRejection, fieldsInvalid } from '../errors.ts';
import type { CrmClock, CrmIds } from '../ports.ts';
import { appendEvents, type FieldChange } from '../timeline/append-events.ts';
import { assertGroupUnused } from './group-uses.ts';

export type GroupKind = 'team' | 'territory';

export interface GroupContent {
  readonly name: string;
  /** Only a territory lies in another. */
  readonly parentId: string | null;
  readonly memberIds: string[];
}

export interface GroupView extends GroupContent {
  readonly id: string;
}

export interface GroupService {
  list(kind: GroupKind): Promise<GroupView[]>;
  /** @throws CrmRejection CRM_FIELDS_INVALID, CRM_GROUP_NOT_FOUND */
  save(caller: Caller, request: GroupContent & { kind: GroupKind; id: string | null }): Promise<GroupView>;
  /** @throws CrmRejection CRM_GROUP_NOT_FOUND, CRM_GROUP_IN_USE */
  remove(caller: Caller, request: { kind: GroupKind; id: string }): Promise<void>;
}

interface GroupTables {
  readonly table: string;
  readonly members: string;
  readonly column: string;
  readonly parent: string;
}

const TABLES: Readonly<Record<GroupKind, GroupTables>> = {
  team: { table: 'crm.team', members: 'crm.team_member', column: 'team_id', parent: 'null::uuid' },
  territory: {
    table: 'crm.territory',
    members: 'crm.user_territory',
    column: 'territory_id',
    parent: 'g.parent_id',
  },
};

const BELOW = `
  with recursive below as (
    select id from crm.territory where id = $1
    union
    select t.id from crm.territory t join below on t.parent_id = below.id
  )
  select from below where id = $2`;

export function createGroupService(ports: {
  readonly transactions: Transactions;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
}): GroupService {
  const { transactions, clock, ids } = ports;
  const tell = (
    unit: Unit,
    caller: Caller,
    told: { kind: GroupKind; id: string; verb: string; name: string; changes?: FieldChange[] },
  ) =>
    appendEvents(unit.client, [
      {
        id: ids.next(),
        occurredAt: clock.now(),
        actor: actorOf(caller),
        kind: 'record',
        verb: told.verb,
        entity: told.kind,
        recordId: told.id,
        text: told.name,
        ...(told.changes && { changes: told.changes }),
      },
    ]);
  return {
    list: (kind) => groups(transactions.reader(null), kind, null),
    save: (caller, request) =>
      transactions.run(caller.transaction, async (unit) => {
        const { kind } = request;
        if (request.name.trim() === '')
          throw fieldsInvalid([{ path: 'name', code: 'required', message: 'It needs a name.' }]);
        const isNew = request.id === null;
        const id = request.id ?? ids.next();
        const before = await namedGroup(unit.client, kind, id);
        await writeGroup(unit, { ...request, id, isNew });
        await writeMembers(unit, { kind, id, memberIds: request.memberIds });
        const after = await namedGroup(unit.client, kind, id);
        const verb = isNew ? 'created' : 'changed';
        await tell(unit, caller, { kind, id, verb, name: request.name, changes: changesOf(before, after) });
        return one(await groups(unit.client, kind, id), id);
      }),
    remove: (caller, { kind, id }) =>
      transactions.run(caller.transaction, async (unit) => {
        const group = one(await groups(unit.client, kind, id), id);
        await assertGroupUnused(unit.client, { kind, id, column: TABLES[kind].column });
        const { table, members, column } = TABLES[kind];
        await unit.client.query(`delete from ${members} where ${column} = $1`, [id]);
        await unit.client.query('delete from crm.record_share where team_id = $1', [id]);
        await unit.client.query(`update ${table} set deleted_at = $2 where id = $1`, [id, clock.now()]);
        await tell(unit, caller, { kind, id, verb: 'deleted', name: group.name });
      }),
  };
}

async function groups(reader: Queryable, kind: GroupKind, id: string | null): Promise<GroupView[]> {
  const { table, members, column, parent } = TABLES[kind];
  const { rows } = await reader.query<GroupView>(
    `select g.id, g.name, ${parent} as "parentId",
       array(select m.user_id::text from ${members} m where m.${column} = g.id order by m.user_id) as "memberIds"
     from ${table} g
     where g.deleted_at is null and ($1::uuid is null or g.id = $1)
     order by g.name`,
    [id],
  );
  return rows;
}

type NamedGroup = Readonly<Record<'name' | 'parent' | 'members', string | null>>;

/** As the audit tells of it: names instead of ids, which say nothing once somebody is gone. */
async function namedGroup(reader: Queryable, kind: GroupKind, id: string): Promise<NamedGroup | null> {
  const { table, members, column, parent } = TABLES[kind];
  const { rows } = await reader.query<NamedGroup>(
    `select g.name, (select p.name from ${table} p where p.id = ${parent}) as parent,
       (select string_agg(u.name, ', ' order by u.name) from ${members} m join crm."user" u on u.id = m.user_id
        where m.${column} = g.id) as members
     from ${table} g where g.id = $1 and g.deleted_at is null`,
    [id],
  );
  return rows[0] ?? null;
}

function changesOf(before: NamedGroup | null, after: NamedGroup | null): FieldChange[] {
  return (['name', 'parent', 'members'] as const)
    .map((field) => ({ field, from: before?.[field] ?? null, to: after?.[field] ?? null }))
    .filter(({ from, to }) => from !== to);
}

function one(found: readonly GroupView[], id: string): GroupView {
  const [group] = found;
  if (group) return group;
  throw new CrmRejection('CRM_GROUP_NOT_FOUND', `Expected group '${id}' to exist.`, { id });
}

async function writeGroup(
  unit: Unit,
  request: GroupContent & { kind: GroupKind; id: string; isNew: boolean },
): Promise<void> {
  const { kind, id, isNew, parentId } = request;
  const name = request.name.trim();
  const { table } = TABLES[kind];
  if (kind === 'territory' && parentId !== null && !isNew) {
    // Two administrators who hang two territories into each other meet here.
    await unit.client.query('lock table crm.territory in share row exclusive mode');
    const { rowCount } = await unit.client.query(BELOW, [id, parentId]);
    if (rowCount !== 0)
      throw fieldsInvalid([
        {
          path: 'parentId',
          code: 'itself',
          message: 'A territory cannot lie in itself or below: choose another.',
        },
      ]);
  }
  if (isNew) {
    await unit.client.query(`insert into ${table} (id, name) values ($1, $2)`, [id, name]);
  } else {
    const { rowCount } = await unit.client.query(
      `update ${table} set name = $2, version = version + 1, updated_at = clock_timestamp() where id = $1 and deleted_at is null`,
      [id, name],
    );
    if (rowCount === 0) one([], id);
  }
  if (kind === 'territory')
    await unit.client.query('update crm.territory set parent_id = $2 where id = $1', [id, parentId]);
}

async function writeMembers(
  unit: Unit,
  request: { kind: GroupKind; id: string; memberIds: readonly string[] },
): Promise<void> {
  const { members, column } = TABLES[request.kind];
  const wanted = [...new Set(request.memberIds)];
  await unit.client.query(`delete from ${members} where ${column} = $1 and user_id <> all($2::uuid[])`, [
    request.id,
    wanted,
  ]);
  await unit.client.query(
    `insert into ${members} (${column}, user_id)
     select $1, u.id from crm."user" u where u.id = any($2::uuid[])
     on conflict do nothing`,
    [request.id, wanted],
  );
}
