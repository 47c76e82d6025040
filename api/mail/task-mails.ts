/**
 * Tasks by mail, for those who want them: one message for each task that somebody gets, written soon after the step that
 * gave it to him and by the schedule at the latest. Its Message-ID is random: whoever can name it has read the message,
 * and that is how a reply finds its task.
 */
import { randomBytes } from 'node:crypto';
import type { RequestUser } from '#crm';
import type { UserTaskRow } from '#engine';
import type { ApiContext } from '../context.ts';
import { instructionOf } from '../presenters/definition-names.ts';
import { taskItems } from '../presenters/task-lists.ts';
import { taskMailWords, type TaskFacts } from './task-mail-words.ts';
import { taskOffer } from './task-offer.ts';

export interface TaskMails {
  isWanted(userId: string): Promise<boolean>;
  want(userId: string, isWanted: boolean): Promise<void>;
  /** Whether replies are read. */
  readonly canReply: boolean;
  /** Writes what is due; how many. */
  write(): Promise<number>;
  /** Something happened: looks soon. */
  wake(): void;
  stop(): Promise<void>;
}

export interface TaskMailOptions {
  readonly sender: string;
  readonly publicUrl: string;
  readonly canReply: boolean;
  readonly deliver: () => Promise<unknown>;
}

const PER_ROUND = 100;
const SOON_MS = 1_000;

const SELECT_DUE = `
  select t.id::text as "taskId", t.assignee as "userId"
  from app.task_mail m
  join engine.user_task t on t.assignee = m.user_id::text and t.state in ('planned', 'ready')
  where t.available_at between m.since and public.throughline_now()
    and not exists (select from app.mail_message x where x.effect_key = 'task:' || t.id || ':' || t.assignee)
  order by t.id limit ${PER_ROUND}`;
const INSERT = `
  insert into app.mail_message
    (id, effect_key, message_id, sender, recipients, subject, body, state, instance_id, element_id, task_id, task_user_id,
     created_at, next_attempt_at)
  values ($1, 'task:' || $2::uuid || ':' || $3::uuid, $4, $5, $6, $7, $8, 'queued', $9, $10, $2::uuid, $3::uuid, $11,
    clock_timestamp())
  on conflict (effect_key) do nothing`;
const WANT = `
  insert into app.task_mail (user_id, since) values ($1, $2) on conflict (user_id) do nothing`;

export function createTaskMails(context: ApiContext, options: TaskMailOptions): TaskMails {
  const { pool, clock, logger } = context;
  let timer: NodeJS.Timeout | null = null;
  let round: Promise<unknown> = Promise.resolve();
  let isStopped = false;
  const write = async (): Promise<number> => {
    const { rows } = await pool.query<{ taskId: string; userId: string }>(SELECT_DUE);
    let written = 0;
    for (const { taskId, userId } of rows) {
      const user = await context.crm.organisation.loadUser(userId);
      const task = user && (await context.engine.views.userTask(taskId));
      if (!task) continue;
      await note(context, { user, task }, options);
      written += 1;
    }
    return written;
  };
  const look = async (): Promise<void> => {
    if ((await write()) > 0) await options.deliver();
  };
  return {
    canReply: options.canReply,
    write,
    async isWanted(userId) {
      return (await pool.query('select from app.task_mail where user_id = $1', [userId])).rowCount === 1;
    },
    async want(userId, isWanted) {
      if (isWanted) await pool.query(WANT, [userId, clock.now()]);
      else await pool.query('delete from app.task_mail where user_id = $1', [userId]);
    },
    wake() {
      if (timer !== null || isStopped) return;
      timer = setTimeout(() => {
        timer = null;
        round = look().catch((error: unknown) => logger.warn({ err: error }, 'tasks were not mailed yet'));
      }, SOON_MS);
      timer.unref();
    },
    async stop() {
      isStopped = true;
      if (timer !== null) clearTimeout(timer);
      await round;
    },
  };
}

async function note(
  context: ApiContext,
  { user, task }: { readonly user: RequestUser; readonly task: UserTaskRow },
  { sender, publicUrl, canReply }: TaskMailOptions,
): Promise<void> {
  const [item] = await taskItems(context, user, [task]);
  const definition = await context.definitions.find(task.definitionId);
  const facts: TaskFacts = {
    name: item?.name ?? task.name,
    process: item?.processName ?? task.processKey,
    about: item?.subject?.title ?? null,
    customer: item?.customer?.title ?? null,
    due: task.dueAt === null ? null : whenDue(task.dueAt, user),
    instruction: instructionOf(definition, task.elementId, user.locale),
    address: taskAddress(publicUrl, task.id),
    offer: taskOffer(task, definition),
    canReply,
  };
  const { subject, text } = taskMailWords(facts, user.locale);
  await context.pool.query(INSERT, [
    ...[context.ids.next(), task.id, user.id, `<task.${randomBytes(18).toString('hex')}@throughline>`],
    ...[sender, user.email, subject.replaceAll(/[\r\n]+/g, ' ').slice(0, 500), text],
    ...[task.instanceId, task.elementId, context.clock.now()],
  ]);
}

export function taskAddress(publicUrl: string, taskId: string): string {
  return `${publicUrl}/tasks/${taskId}`;
}

function whenDue(dueAt: string, { locale, timeZone }: RequestUser): string {
  const style = { dateStyle: 'long', timeStyle: 'short', timeZone } as const;
  return new Intl.DateTimeFormat(locale === 'ru' ? 'ru-RU' : 'en-GB', style).format(new Date(dueAt));
}
