/**
 * The home of each person: as his role has it, until he arranges it himself. Widgets that he may not have any more are
 * passed over, not forgotten: they are there again when his rights are.
 */
import type { Pool } from 'pg';
import { type HomeWidget, homeWidgets } from '#contract';
import type { RequestUser } from '#crm';
import { keysWithAny } from '../rights/process-rights.ts';
import { fieldRefused } from '../errors/field-codes.ts';

export interface HomeLayout {
  readonly widgets: HomeWidget[];
  readonly offered: HomeWidget[];
  readonly isOwn: boolean;
  readonly offersTour: boolean;
}

const SELECT_LAYOUT = `
  select (select widgets from app.home_layout where user_id = $1) as widgets,
         not exists (select from app.tour where user_id = $1) as "offersTour"`;
const INSERT_TOUR = 'insert into app.tour (user_id) values ($1) on conflict (user_id) do nothing';
const UPSERT_LAYOUT = `
  insert into app.home_layout (user_id, widgets) values ($1, $2)
  on conflict (user_id) do update set widgets = excluded.widgets, updated_at = clock_timestamp()`;

/** For everybody, for who watches processes, and for administrators. */
const FOR_ALL: readonly HomeWidget[] = ['today', 'overdue', 'calls', 'questions', 'pool', 'recent'];
const FOR_WATCHERS: readonly HomeWidget[] = ['exceptions', 'teamLoad', 'processes'];
const FOR_ADMINS: readonly HomeWidget[] = ['failedStarts', 'unusualExports'];

export async function readHome(pool: Pool, user: RequestUser): Promise<HomeLayout> {
  const { rows } = await pool.query<{ widgets: string[] | null; offersTour: boolean }>(SELECT_LAYOUT, [
    user.id,
  ]);
  const offered = offeredTo(user);
  const own = rows[0]?.widgets ?? null;
  const widgets = own ? homeWidgets.filter((widget) => own.includes(widget)) : [...homeOfRole(user)];
  const inOrder = own ? widgets.toSorted((one, other) => own.indexOf(one) - own.indexOf(other)) : widgets;
  return {
    widgets: inOrder.filter((widget) => offered.includes(widget)),
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
  pool: Pool,
  user: RequestUser,
  widgets: readonly HomeWidget[] | null,
): Promise<HomeLayout> {
  const offered = offeredTo(user);
  const foreign = widgets?.find((widget) => !offered.includes(widget));
  if (foreign !== undefined)
    throw fieldRefused({
      path: 'widgets',
      code: 'notForYou',
      message: `'${foreign}' is not for you: choose another.`,
    });
  if (widgets === null) await pool.query('delete from app.home_layout where user_id = $1', [user.id]);
  else await pool.query(UPSERT_LAYOUT, [user.id, widgets]);
  return readHome(pool, user);
}

function offeredTo(user: RequestUser): HomeWidget[] {
  return [
    ...FOR_ALL,
    ...(keysWithAny(user, ['watch']).length > 0 ? FOR_WATCHERS : []),
    ...(user.isAdmin ? FOR_ADMINS : []),
  ];
}

/** Administrators look after what failed, owners after their processes, managers after exceptions and load. */
function homeOfRole(user: RequestUser): readonly HomeWidget[] {
  if (user.isAdmin) return ['failedStarts', 'exceptions', 'unusualExports', 'today'];
  if (keysWithAny(user, ['draw']).length > 0) return ['processes', 'exceptions', 'today', 'questions'];
  if (keysWithAny(user, ['intervene']).length > 0)
    return ['exceptions', 'teamLoad', 'today', 'questions', 'overdue'];
  return ['today', 'calls', 'overdue', 'questions', 'pool', 'recent'];
}
