/**
 * What the home of a role begins with, chosen by administrators. Who arranged his own home keeps it; a role may be given
 * only what somebody with this role alone may have.
 */
import type { HomePart, RoleHome } from '#contract';
import { levelsOf, type RequestUser } from '#crm';
import { inTransaction } from '../adapters/database/in-transaction.ts';
import type { ApiContext } from '../context.ts';
import { fieldRefused } from '../errors/field-codes.ts';
import { ApiProblem } from '../errors/problems.ts';
import { homeOfRights, isFor, knownParts, offeredTo, WORK_LISTS } from './home-layouts.ts';

type Ports = Pick<ApiContext, 'pool' | 'crm'>;
type Role = Awaited<ReturnType<ApiContext['crm']['roles']['list']>>[number];

/** The product's own views are named so; all others are saved ones. */
const SHIPPED_VIEW = 'shipped-';
const SELECT_CHOSEN = 'select role_id as "roleId", widgets from app.home_of_role';
const DELETE_CHOSEN = 'delete from app.home_of_role where role_id = $1';
const UPSERT_CHOSEN = `
  insert into app.home_of_role (role_id, widgets, updated_by) values ($1, $2, $3)
  on conflict (role_id) do update
  set widgets = excluded.widgets, updated_by = excluded.updated_by, updated_at = clock_timestamp()`;

/** Of every role: what is chosen, or what the product has for it, and what may be chosen. */
export async function readRoleHomes(ports: Ports, user: RequestUser): Promise<RoleHome[]> {
  const { rows } = await ports.pool.query<{ roleId: string; widgets: string[] }>(SELECT_CHOSEN);
  const roles = await ports.crm.roles.list();
  const kinds = (await ports.crm.records.meta(user)).map(({ entity }) => entity);
  return Promise.all(
    roles.map(async (role) =>
      roleHome(role, {
        kinds,
        alone: await withRoleAlone(ports, user, role),
        chosen: rows.find((row) => row.roleId === role.id)?.widgets ?? null,
      }),
    ),
  );
}

/**
 * Null gives back what the product has for the role.
 * @throws ApiProblem API_NOT_FOUND, API_FIELDS_INVALID naming a part that the role may not have
 */
export async function arrangeRoleHome(
  ports: Ports,
  user: RequestUser,
  { id, widgets }: { readonly id: string; readonly widgets: readonly HomePart[] | null },
): Promise<RoleHome> {
  const before = await roleHomeOf(ports, user, id);
  const foreign = widgets && (await partNotFor(ports, user, { home: before, widgets }));
  if (foreign)
    throw fieldRefused({
      path: 'widgets',
      code: 'notForRole',
      message: `'${foreign}' is not for this role: choose another.`,
    });
  await inTransaction(ports.pool, async (client) => {
    if (widgets === null) await client.query(DELETE_CHOSEN, [id]);
    else await client.query(UPSERT_CHOSEN, [id, widgets, user.id]);
    await ports.crm.roles.noteHome(
      { user, transaction: { client } },
      { id, from: before.isSet ? before.widgets : null, to: widgets },
    );
  });
  return roleHomeOf(ports, user, id);
}

async function roleHomeOf(ports: Ports, user: RequestUser, id: string): Promise<RoleHome> {
  const home = (await readRoleHomes(ports, user)).find(({ role }) => role.id === id);
  if (!home) throw new ApiProblem('API_NOT_FOUND');
  return home;
}

/** A widget that the role is not offered, a view of records that it does not read, or one that is not shown to all. */
async function partNotFor(
  { crm }: Ports,
  user: RequestUser,
  { home, widgets }: { readonly home: RoleHome; readonly widgets: readonly HomePart[] },
): Promise<HomePart | undefined> {
  for (const part of widgets) {
    const [kind, list = '', viewId = ''] = part.split(':');
    if (kind !== 'view') {
      if (!home.offered.some((one) => one === part)) return part;
      continue;
    }
    if (!home.lists.includes(list) && !WORK_LISTS.includes(list)) return part;
    if (viewId.startsWith(SHIPPED_VIEW)) continue;
    const saved = await crm.views.list({ user }, { entity: list });
    if (!saved.some((view) => view.id === viewId && view.audience === 'all')) return part;
  }
  return undefined;
}

interface Known {
  readonly kinds: readonly string[];
  readonly alone: RequestUser;
  readonly chosen: readonly string[] | null;
}

function roleHome(
  { id, code, name, nameRu, isBaseline, memberIds }: Role,
  { kinds, alone, chosen }: Known,
): RoleHome {
  const offered = offeredTo(alone);
  const widgets = chosen ? knownParts(chosen) : homeOfRights(alone, { hasDeals: false, hasTickets: false });
  return {
    role: { id, code, name, nameRu, isBaseline },
    people: isBaseline ? null : memberIds.length,
    widgets: widgets.filter((part) => isFor(alone, part, offered)),
    offered,
    lists: kinds.filter((kind) => levelsOf(alone, kind, 'read').size > 0),
    isSet: chosen !== null,
  };
}

/** Somebody who has this role and that of everybody, and nothing else. */
async function withRoleAlone({ crm }: Ports, user: RequestUser, { id, code }: Role): Promise<RequestUser> {
  return { ...user, roles: await crm.roles.grants(id), isAdmin: code === 'admin', standsInFor: [] };
}
