/** People administration: making, inviting, changing, keeping out with the work handed over, and the first password. */
import type { Pool } from 'pg';
import type { AdminPerson, OpenWork, routes } from '#contract';
import type { PersonView, RequestUser } from '#crm';
import { inTransaction } from '../adapters/database/in-transaction.ts';
import { findInvited, invite, useInvitation } from '../auth/invitations.ts';
import { passwordForOnce } from '../auth/password-for-once.ts';
import { assertGoodPassword } from '../auth/password-policy.ts';
import { beginBatch } from '../bulk/begin-batch.ts';
import type { RecordBatchRunner } from '../bulk/record-batches.ts';
import { assertActivePerson } from '../commands/assert-active-person.ts';
import { engineOptions } from '../commands/engine-options.ts';
import { inCrmTransaction } from '../commands/in-crm-transaction.ts';
import type { Config } from '../config.ts';
import type { ApiContext } from '../context.ts';
import { ApiProblem } from '../errors/problems.ts';
import { invitationWords } from '../mail/invitation-words.ts';
import { queueNotice } from '../mail/queue-notice.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import type { SecurityDeps } from './security.ts';

interface PeopleDeps {
  readonly context: ApiContext;
  readonly security: SecurityDeps;
  readonly config: Pick<Config, 'publicUrl' | 'mailFrom'>;
  readonly batches: RecordBatchRunner;
  /** Sends what was written at once, not at the next round. */
  readonly deliver: () => Promise<unknown>;
}

interface EntranceRow {
  readonly user_id: string;
  readonly has_password: boolean;
  readonly invited_until: Date | null;
  readonly open_tasks: number;
}

const OPEN = ['planned', 'ready'] as const;
const SHOWN_TASKS = 100;
const TASKS_PER_PAGE = 200;

const SELECT_ENTRANCES = `
  select u.id as user_id, exists (select from app.credential c where c.user_id = u.id) as has_password,
    (select max(i.expires_at) from app.invitation i where i.user_id = u.id and i.expires_at > clock_timestamp()) as invited_until,
    (select count(*)::int from engine.user_task t
     where t.assignee = u.id::text and t.state in ('planned', 'ready')) as open_tasks
  from unnest($1::uuid[]) as u(id)`;

export function peopleHandlers(deps: PeopleDeps): RouteHandlers<typeof routes.people> {
  const { context, security } = deps;
  const { crm, pool } = context;
  const viewed = async (person: PersonView): Promise<AdminPerson> =>
    (await viewsOf(pool, [person]))[0] as AdminPerson;
  const known = async (id: string): Promise<PersonView> => {
    const found = (await crm.people.list()).find((person) => person.id === id);
    if (!found) throw new ApiProblem('API_NOT_FOUND');
    return found;
  };
  return {
    async allPeople({ user }) {
      const [people, roles, teams, { positions, departments }] = await Promise.all([
        crm.people.list(),
        crm.roles.list(),
        crm.groups.list('team'),
        crm.organisation.view(user.locale),
      ]);
      const departmentOf = new Map(departments.map(({ id, name }) => [id, name]));
      return {
        items: await viewsOf(pool, people),
        roles: roles
          .filter((role) => !role.isBaseline)
          .map(({ code, name, nameRu }) => ({ code, name: user.locale === 'ru' ? (nameRu ?? name) : name })),
        teams: teams.map(({ id, name }) => ({ id, name })),
        positions: positions.map(({ id, title, departmentId }) => ({
          id,
          title,
          department: departmentOf.get(departmentId) ?? '',
        })),
      };
    },
    async createPerson({ user, body: { enter, ...content } }) {
      const person = await inCrmTransaction(context, async (transaction) => {
        const made = await crm.people.create({ user, transaction }, content);
        if (enter === 'invitation') await sendInvitation(deps, transaction.client, made);
        return made;
      });
      const password = enter === 'password' ? passwordForOnce() : null;
      if (password !== null) await security.credentials.setForOnce(person.id, password);
      if (enter === 'invitation') await noteInvitation(deps, user, person);
      return { person: await viewed(person), password };
    },
    updatePerson: async ({ user, params, body }) =>
      viewed(await crm.people.update({ user }, { ...params, ...body })),
    async invitePerson({ user, params }) {
      const person = await known(params.id);
      if (!person.isActive)
        throw new ApiProblem('API_CONFLICT', {
          detail: 'Whoever has left is not invited: let the person in first.',
        });
      await inTransaction(pool, (client) => sendInvitation(deps, client, person));
      await noteInvitation(deps, user, person);
      return viewed(person);
    },
    async openWork({ params }) {
      await known(params.id);
      return openWorkOf(context, params.id);
    },
    async keepOut({ user, params, body: { handOverTo } }) {
      if (params.id === user.id || params.id === handOverTo)
        throw new ApiProblem('API_CONFLICT', {
          detail:
            params.id === user.id
              ? 'Nobody keeps himself out: ask another administrator.'
              : 'Work is handed over to somebody else.',
        });
      if (handOverTo !== null) await assertActivePerson(context, handOverTo);
      const person = await crm.people.setActive({ user }, { id: params.id, isActive: false });
      await endEntrances(deps, params.id);
      const moved =
        handOverTo === null ? null : await handOver(deps, user, { from: params.id, to: handOverTo });
      return { person: await viewed(person), tasks: moved?.tasks ?? 0, activities: moved?.activities ?? 0 };
    },
    letIn: async ({ user, params }) =>
      viewed(await crm.people.setActive({ user }, { id: params.id, isActive: true })),
    async invitation({ params }) {
      const invited = await findInvited(pool, params.token);
      if (!invited) throw invitationOver();
      const { passwordLengthMin } = await security.settings.read();
      return { name: invited.name, email: invited.email, passwordLengthMin };
    },
    async acceptInvitation({ params, body }) {
      const invited = await findInvited(pool, params.token);
      if (!invited) throw invitationOver();
      const { passwordLengthMin: lengthMin } = await security.settings.read();
      const words = [invited.name, invited.email];
      assertGoodPassword(body.password, { path: 'password', lengthMin, words });
      await inTransaction(pool, async (client) => {
        if (!(await useInvitation(client, params.token))) throw invitationOver();
        await security.credentials.set(invited.userId, body.password, client);
      });
      await security.people.note({ verb: 'invitation_accepted', userId: invited.userId, by: invited.userId });
      return { ok: true };
    },
  };
}

function invitationOver(): ApiProblem {
  return new ApiProblem('API_NOT_FOUND', {
    detail: 'The invitation is over or was used: ask an administrator for another.',
  });
}

async function viewsOf(pool: Pool, people: readonly PersonView[]): Promise<AdminPerson[]> {
  const { rows } = await pool.query<EntranceRow>(SELECT_ENTRANCES, [people.map((person) => person.id)]);
  const entrances = new Map(rows.map((row) => [row.user_id, row]));
  return people.map((person) => {
    const entrance = entrances.get(person.id);
    return {
      ...person,
      teamIds: [...person.teamIds],
      roles: [...person.roles],
      hasPassword: entrance?.has_password ?? false,
      invitedUntil: entrance?.invited_until?.toISOString() ?? null,
      openTasks: entrance?.open_tasks ?? 0,
    };
  });
}

async function sendInvitation(
  { context, config }: PeopleDeps,
  client: Parameters<typeof queueNotice>[0],
  person: PersonView,
): Promise<void> {
  const token = await invite(client, person.id);
  await queueNotice(client, {
    id: context.ids.next(),
    to: person.email,
    ...invitationWords(person, `${config.publicUrl}/invitation/${token}`),
    at: context.clock.now(),
    sender: config.mailFrom,
  });
}

async function noteInvitation(
  { context, deliver }: PeopleDeps,
  user: RequestUser,
  person: PersonView,
): Promise<void> {
  await context.crm.access.noteSecurity({
    verb: 'invited',
    userId: person.id,
    by: user.id,
    text: person.email,
  });
  deliver().catch((error: unknown) => context.logger.warn({ err: error }, 'an invitation was not sent yet'));
}

/** Sessions end now; keys are worthless for good, also when the person comes back. */
async function endEntrances({ security, context }: PeopleDeps, userId: string): Promise<void> {
  await security.sessions.endAllOf(userId);
  for (const key of await security.apiKeys.list(userId)) await security.apiKeys.revoke(userId, key.id);
  await context.pool.query('delete from app.invitation where user_id = $1', [userId]);
}

async function openWorkOf({ engine, definitions, pool }: ApiContext, userId: string): Promise<OpenWork> {
  const filter = { assignees: [userId], states: OPEN };
  const [page, taskCount, activities] = await Promise.all([
    engine.views.userTasks({ ...filter, limit: SHOWN_TASKS }),
    engine.views.countUserTasks(filter),
    pool.query<{ count: number }>(
      `select count(*)::int as count from crm.activity
       where owner_id = $1 and status = 'planned' and deleted_at is null and user_task_id is null`,
      [userId],
    ),
  ]);
  const found = await definitions.findAll(page.items.map((task) => task.definitionId));
  return {
    tasks: page.items.map((task) => ({
      id: task.id,
      name: task.name,
      instanceId: task.instanceId,
      processName: found.get(task.definitionId)?.name ?? '',
      dueAt: task.dueAt,
    })),
    taskCount,
    activityCount: activities.rows[0]?.count ?? 0,
  };
}

async function handOver(
  { context, batches }: PeopleDeps,
  user: RequestUser,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<{ readonly tasks: number; readonly activities: number }> {
  const ids: string[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await context.engine.views.userTasks({
      assignees: [from],
      states: OPEN,
      limit: TASKS_PER_PAGE,
      ...(cursor ? { cursor } : {}),
    });
    ids.push(...page.items.map((task) => task.id));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  if (ids.length > 0)
    await context.engine.operations.startBatch(
      { work: { kind: 'assignTasks', userId: to }, targets: { ids } },
      engineOptions(user, undefined, 'handed over'),
    );
  const planned = await context.pool.query<{ id: string }>(
    `select id from crm.activity
     where owner_id = $1 and status = 'planned' and deleted_at is null and user_task_id is null order by id`,
    [from],
  );
  if (planned.rows.length === 0) return { tasks: ids.length, activities: 0 };
  const batch = await inCrmTransaction(context, (transaction) =>
    beginBatch(context, user, {
      entity: 'activity',
      query: { ids: planned.rows.map((row) => row.id) },
      work: { kind: 'edit', fields: { owner: to } },
      transaction,
    }),
  );
  batches.wake();
  return { tasks: ids.length, activities: batch.total };
}
