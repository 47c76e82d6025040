/**
 * The home of each person: as he arranged it himself, else as an administrator chose for a role of his, else as his rights
 * suggest. Widgets that he may not have any more are passed over, not forgotten: they are there again when his rights are.
 */
import type { Pool } from 'pg';
import { type HomePart, type HomeView, type HomeWidget, homeWidgets } from '#contract';
import { levelsOf, type RequestUser } from '#crm';
import type { ApiContext } from '../context.ts';
import { keysWithAny } from '../rights/process-rights.ts';
import { fieldRefused } from '../errors/field-codes.ts';

export interface HomeLayout {
  readonly widgets: HomePart[];
  readonly offered: HomeWidget[];
  readonly isOwn: boolean;
  readonly offersTour: boolean;
}

/** Of several roles the one that fewest people have says most of somebody; the one that everybody has says least. */
const SELECT_LAYOUT = `
  select (select widgets from app.home_layout where user_id = $1) as widgets,
         (select coalesce(json_agg(of_role.* order by of_role."isBaseline", of_role.members, of_role.code), '[]')
          from (select r.code, r.is_baseline as "isBaseline", h.widgets,
                       (select count(*) from crm.user_role m where m.role_id = r.id) as members
                from crm.role r left join app.home_of_role h on h.role_id = r.id
                where r.is_baseline
                   or exists (select from crm.user_role u where u.role_id = r.id and u.user_id = $1)) of_role
         ) as "ofRoles",
         not exists (select from app.tour where user_id = $1) as "offersTour"`;
const INSERT_TOUR = 'insert into app.tour (user_id) values ($1) on conflict (user_id) do nothing';
const UPSERT_LAYOUT = `
  insert into app.home_layout (user_id, widgets) values ($1, $2)
  on conflict (user_id) do update set widgets = excluded.widgets, updated_at = clock_timestamp()`;

/** For everybody, for who may read deals or tickets, for who watches processes, and for administrators. */
const FOR_ALL: readonly HomeWidget[] = ['today', 'overdue', 'calls', 'questions', 'pool', 'recent'];
const FOR_SALES: readonly HomeWidget[] = ['myDeals', 'rottingDeals'];
const FOR_SERVICE: readonly HomeWidget[] = ['myTickets'];
const FOR_WATCHERS: readonly HomeWidget[] = ['exceptions', 'teamLoad', 'processes'];
const FOR_ADMINS: readonly HomeWidget[] = ['failedStarts', 'unusualExports'];

/** Tasks and instances: everybody has the lists, each row by its own rights. */
export const WORK_LISTS: readonly string[] = ['user_task', 'process_instance'];

interface LayoutRow {
  readonly widgets: string[] | null;
  readonly ofRoles: readonly { readonly code: string; readonly widgets: string[] | null }[];
  readonly offersTour: boolean;
}

type HomePorts = Pick<ApiContext, 'pool' | 'crm'>;

export async function readHome({ pool, crm }: HomePorts, user: RequestUser): Promise<HomeLayout> {
  const { rows } = await pool.query<LayoutRow>(SELECT_LAYOUT, [user.id]);
  const offered = offeredTo(user);
  const own = rows[0]?.widgets ?? null;
  const chosen = own ?? chosenForRoles(user, rows[0]?.ofRoles ?? []);
  const widgets = chosen ? knownParts(chosen) : homeOfRights(user, await openWorkOf(crm, user));
  return {
    widgets: widgets.filter((part) => isFor(user, part, offered)),
    offered,
    isOwn: own !== null,
    offersTour: rows[0]?.offersTour ?? false,
  };
}

/** The tour was begun or is not wanted. */
export async function answerTour(pool: Pool, user: RequestUser): Promise<void> {
  await pool.query(INSERT_TOUR, [user.id]);
}

/** @throws ApiProblem API_FIELDS_INVALID naming a widget that is not for this person */
export async function arrangeHome(
  ports: HomePorts,
  user: RequestUser,
  widgets: readonly HomePart[] | null,
): Promise<HomeLayout> {
  const { pool } = ports;
  const offered = offeredTo(user);
  const foreign = widgets?.find((part) => !isFor(user, part, offered));
  if (foreign !== undefined)
    throw fieldRefused({
      path: 'widgets',
      code: 'notForYou',
      message: `'${foreign}' is not for you: choose another.`,
    });
  if (widgets === null) await pool.query('delete from app.home_layout where user_id = $1', [user.id]);
  else await pool.query(UPSERT_LAYOUT, [user.id, widgets]);
  return readHome(ports, user);
}

/** The first that is chosen; a role that leads, draws or administers keeps its own home until one is chosen for it. */
function chosenForRoles(user: RequestUser, roles: LayoutRow['ofRoles']): readonly string[] | null {
  const decides = roles.find(({ code, widgets }) => widgets !== null || looksAfterOthers(user, code));
  return decides?.widgets ?? null;
}

function looksAfterOthers(user: RequestUser, code: string): boolean {
  const roles = user.roles.filter((role) => role.code === code);
  return code === 'admin' || keysWithAny({ ...user, roles }, ['draw', 'intervene']).length > 0;
}

/** Without names that nobody knows any more. */
export function knownParts(parts: readonly string[]): HomePart[] {
  return parts.filter(
    (part): part is HomePart => isView(part) || homeWidgets.some((known) => known === part),
  );
}

const isView = (part: string): part is HomeView => part.startsWith('view:');
const mayRead = (user: RequestUser, entity: string): boolean => levelsOf(user, entity, 'read').size > 0;

export function isFor(user: RequestUser, part: HomePart, offered: readonly HomeWidget[]): boolean {
  if (!isView(part)) return offered.includes(part);
  const list = part.split(':')[1] ?? '';
  return WORK_LISTS.includes(list) || mayRead(user, list);
}

export function offeredTo(user: RequestUser): HomeWidget[] {
  return [
    ...FOR_ALL,
    ...(mayRead(user, 'deal') ? FOR_SALES : []),
    ...(mayRead(user, 'ticket') ? FOR_SERVICE : []),
    ...(keysWithAny(user, ['watch']).length > 0 ? FOR_WATCHERS : []),
    ...(user.isAdmin ? FOR_ADMINS : []),
  ];
}

interface OpenWork {
  readonly hasDeals: boolean;
  readonly hasTickets: boolean;
}

/** Whether somebody sells, or helps: the rights of both are mostly the same, the open records are not. */
async function openWorkOf(crm: HomePorts['crm'], user: RequestUser): Promise<OpenWork> {
  const hasOpen = async (entity: string): Promise<boolean> => {
    if (!mayRead(user, entity)) return false;
    const filter = {
      op: 'and' as const,
      items: [
        { field: 'owner', operator: 'eq' as const, value: 'me' },
        { field: 'closedAt', operator: 'empty' as const },
      ],
    };
    return (await crm.records.list({ user }, { entity, filter, limit: 1 })).items.length > 0;
  };
  const [hasDeals, hasTickets] = await Promise.all([hasOpen('deal'), hasOpen('ticket')]);
  return { hasDeals, hasTickets };
}

/**
 * Administrators look after what failed, owners after their processes, managers after exceptions and load; whoever has
 * open deals or tickets has them before the rest.
 */
export function homeOfRights(user: RequestUser, { hasDeals, hasTickets }: OpenWork): readonly HomeWidget[] {
  const own = [...(hasDeals ? FOR_SALES : []), ...(hasTickets ? FOR_SERVICE : [])];
  if (user.isAdmin) return ['failedStarts', 'exceptions', 'unusualExports', 'today'];
  if (keysWithAny(user, ['draw']).length > 0) return ['processes', 'exceptions', 'today', 'questions'];
  if (keysWithAny(user, ['intervene']).length > 0)
    return ['exceptions', 'teamLoad', 'today', ...own, 'questions', 'overdue'];
  return ['today', ...own, 'calls', 'overdue', 'questions', 'pool', 'recent'];
}
