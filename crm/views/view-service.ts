/**
 * Saved views: lists, boards and calendars under a name, of one's own, of a team, or of all. A view gives nobody rights:
 * what it shows is read under the rights of whoever looks, and `me` in its filter is he. Whoever made a view changes it;
 * administrators change any that is shown to others.
 */
import type { Caller } from '../caller.ts';
import type { Queryable, Transactions } from '../database/transaction.ts';
import { entityOf } from '../entities/registry.ts';
import { isUuid } from '../entities/filter-sql.ts';
import { CrmRejection } from '../errors.ts';
import type { CrmClock, CrmIds } from '../ports.ts';
import type { RequestUser } from '../rights/request-user.ts';
import {
  assertContent,
  assertMayShow,
  mayList,
  mayShow,
  type ViewContent,
  type ViewedList,
  viewNotFound,
} from './view-rules.ts';
import { tableDefinition, type TableList } from './table-lists.ts';

export interface SavedView extends ViewContent {
  readonly id: string;
  readonly entity: string;
  readonly owner: { readonly id: string; readonly name: string };
  readonly version: number;
  readonly mayEdit: boolean;
  /** The asking person's list opens with it. */
  readonly isDefault: boolean;
}

export interface ViewService {
  /** Own views first, then those of the teams, then everybody's. @throws CrmRejection CRM_ENTITY_UNKNOWN */
  list(caller: Caller, request: { entity: string }): Promise<SavedView[]>;
  /** To whom the person may show views of his own. @throws CrmRejection CRM_ENTITY_UNKNOWN */
  audiences(caller: Caller, request: { entity: string }): Promise<ViewAudiences>;
  /** @throws CrmRejection CRM_FORBIDDEN, CRM_FIELDS_INVALID, CRM_FILTER_INVALID */
  create(caller: Caller, request: ViewContent & { entity: string }): Promise<SavedView>;
  /** @throws CrmRejection CRM_VIEW_NOT_FOUND, CRM_FORBIDDEN, CRM_FIELDS_INVALID, CRM_FILTER_INVALID, CRM_VERSION_CONFLICT */
  update(caller: Caller, request: ViewContent & { id: string; version: number }): Promise<SavedView>;
  /** @throws CrmRejection CRM_VIEW_NOT_FOUND, CRM_FORBIDDEN */
  remove(caller: Caller, id: string): Promise<void>;
  /** With which view the person's own list opens; null for the plain list. @throws CrmRejection CRM_VIEW_NOT_FOUND */
  setDefault(caller: Caller, request: { entity: string; viewId: string | null }): Promise<void>;
}

export interface ViewAudiences {
  readonly all: boolean;
  readonly teams: { readonly id: string; readonly name: string }[];
}

interface ViewRow extends ViewContent {
  readonly id: string;
  readonly entity: string;
  readonly ownerId: string;
  readonly ownerName: string;
  readonly version: number;
  readonly isDefault: boolean;
}

/** Views that a person sees; $3 narrows to one. Uses saved_view_entity or the primary key. */
const SELECT_VIEWS = `
  select v.id, v.entity, v.name, v.owner_id as "ownerId", u.name as "ownerName", v.audience, v.team_id as "teamId",
    v.kind, v.filter, v.columns, v.sort, v.grouping as "group", v.settings, v.version,
    exists (select from crm.default_view d where d.view_id = v.id and d.user_id = $1) as "isDefault"
  from crm.saved_view v join crm."user" u on u.id = v.owner_id
  where ($3::uuid is null or v.id = $3) and ($4::text is null or v.entity = $4)
    and (v.owner_id = $1 or v.audience = 'all' or v.team_id = any($2::uuid[]) or ($5 and v.audience <> 'own'))
  order by case v.audience when 'own' then 0 when 'team' then 1 else 2 end, lower(v.name), v.id`;

const SELECT_TEAMS = 'select id, name from crm.team where id = any($1::uuid[]) order by lower(name)';
const INSERT_VIEW = `
  insert into crm.saved_view
    (id, entity, owner_id, created_at, updated_at, name, audience, team_id, kind, filter, columns, sort, grouping, settings)
  values ($1, $2, $3, $4, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`;
const UPDATE_VIEW = `
  update crm.saved_view set version = version + 1, updated_at = $2, name = $3, audience = $4, team_id = $5, kind = $6,
    filter = $7, columns = $8, sort = $9, grouping = $10, settings = $11
  where id = $1`;
const UPSERT_DEFAULT = `
  insert into crm.default_view (user_id, entity, view_id) values ($1, $2, $3)
  on conflict (user_id, entity) do update set view_id = excluded.view_id`;

export function createViewService(ports: {
  readonly transactions: Transactions;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  /** Lists of rows that are no records. */
  readonly tableLists: readonly TableList[];
}): ViewService {
  const { transactions, clock, ids, tableLists } = ports;
  const listOf = (name: string): ViewedList => {
    const list = tableLists.find((one) => one.name === name);
    return list
      ? { definition: tableDefinition(list), mayShowViews: list.mayShowViews }
      : { definition: entityOf(name) };
  };
  return {
    async list(caller, { entity }) {
      const list = listOf(entity);
      const reader = transactions.reader(caller.transaction);
      const views = await readViews(reader, caller.user, { entity });
      // Of what nobody may read here, the names of views tell too much.
      return mayList(caller.user, list) ? views : [];
    },
    async audiences(caller, { entity }) {
      const { user } = caller;
      const list = listOf(entity);
      const { rows } = await transactions
        .reader(caller.transaction)
        .query<{ id: string; name: string }>(SELECT_TEAMS, [user.teamIds]);
      return {
        all: mayShow(user, list, { audience: 'all', teamId: null }),
        teams: rows.filter((team) => mayShow(user, list, { audience: 'team', teamId: team.id })),
      };
    },
    create: (caller, request) =>
      transactions.run(caller.transaction, async ({ client }) => {
        const { user } = caller;
        const list = listOf(request.entity);
        if (!mayList(user, list))
          throw new CrmRejection(
            'CRM_FORBIDDEN',
            `Expected the right to read records of '${request.entity}'.`,
            {
              entity: request.entity,
              action: 'read',
            },
          );
        assertContent(user, list.definition, request);
        assertMayShow(user, list, request);
        const id = ids.next();
        await client.query(INSERT_VIEW, [id, request.entity, user.id, clock.now(), ...columnsOf(request)]);
        return viewOf(client, user, id);
      }),
    update: (caller, request) =>
      transactions.run(caller.transaction, async ({ client }) => {
        const { user } = caller;
        const before = await lockedView(client, user, request.id);
        if (before.version !== request.version)
          throw new CrmRejection(
            'CRM_VERSION_CONFLICT',
            `Expected version ${before.version} of the view '${before.name}', but got ${request.version}.`,
            { current: before },
          );
        const list = listOf(before.entity);
        assertContent(user, list.definition, request);
        assertMayShow(user, list, request);
        await client.query(UPDATE_VIEW, [request.id, clock.now(), ...columnsOf(request)]);
        return viewOf(client, user, request.id);
      }),
    remove: (caller, id) =>
      transactions.run(caller.transaction, async ({ client }) => {
        await lockedView(client, caller.user, id);
        await client.query('delete from crm.saved_view where id = $1', [id]);
      }),
    setDefault: (caller, { entity, viewId }) =>
      transactions.run(caller.transaction, async ({ client }) => {
        listOf(entity);
        const { user } = caller;
        if (viewId === null) {
          await client.query('delete from crm.default_view where user_id = $1 and entity = $2', [
            user.id,
            entity,
          ]);
          return;
        }
        const view = await viewOf(client, user, viewId);
        if (view.entity !== entity) throw viewNotFound(viewId);
        await client.query(UPSERT_DEFAULT, [user.id, entity, viewId]);
      }),
  };
}

async function readViews(
  reader: Queryable,
  user: RequestUser,
  { id = null, entity = null }: { id?: string | null; entity?: string | null },
): Promise<SavedView[]> {
  const { rows } = await reader.query<ViewRow>(SELECT_VIEWS, [
    user.id,
    user.teamIds,
    id,
    entity,
    user.isAdmin,
  ]);
  return rows.map(({ ownerId, ownerName, ...view }) => ({
    ...view,
    owner: { id: ownerId, name: ownerName },
    mayEdit: ownerId === user.id || user.isAdmin,
  }));
}

async function viewOf(reader: Queryable, user: RequestUser, id: string): Promise<SavedView> {
  const [view] = isUuid(id) ? await readViews(reader, user, { id }) : [];
  if (!view) throw viewNotFound(id);
  return view;
}

async function lockedView(client: Queryable, user: RequestUser, id: string): Promise<SavedView> {
  if (isUuid(id)) await client.query('select from crm.saved_view where id = $1 for update', [id]);
  const view = await viewOf(client, user, id);
  if (view.mayEdit) return view;
  throw new CrmRejection('CRM_FORBIDDEN', `The view '${view.name}' is changed by ${view.owner.name}.`, {
    id,
  });
}

function columnsOf(content: ViewContent): unknown[] {
  return [
    content.name.trim(),
    content.audience,
    content.teamId,
    content.kind,
    content.filter === null ? null : JSON.stringify(content.filter),
    content.columns,
    content.sort,
    content.group,
    JSON.stringify(content.settings),
  ];
}
