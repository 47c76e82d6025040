/**
 * Replies to the mail of a task. Only the one to whom it was sent can act by it, from his own address, with the rights
 * that he has on the task's page at that moment; whatever cannot be done is answered in his language.
 */
import { createHash } from 'node:crypto';
import type { RequestUser } from '#crm';
import { EngineRejection, type UserTaskRow } from '#engine';
import { completeTask } from '../commands/complete-task.ts';
import type { ApiContext } from '../context.ts';
import { ApiProblem } from '../errors/problems.ts';
import { groupsOf, taskRights } from '../rights/task-access.ts';
import { replyText, type IncomingMail } from './parse-mail.ts';
import { replyAnswerWords, type ReplyAnswer } from './task-mail-words.ts';
import { taskAddress } from './task-mails.ts';
import { readReply, taskOffer, type TaskOffer } from './task-offer.ts';

export interface TaskReply {
  readonly user: RequestUser;
  readonly instanceId: string;
  readonly elementId: string;
  readonly isCompleted: boolean;
  /** Null: nothing to keep, or he may not see the task any more. */
  readonly comment: string | null;
  readonly answer: { readonly subject: string; readonly text: string } | null;
}

export interface TaskReplies {
  /** Null when it is no reply to a task's mail, or not of the one who got it. Repeated safely for one message. */
  act(mail: IncomingMail): Promise<TaskReply | null>;
}

interface SentRow {
  readonly taskId: string;
  readonly userId: string;
  readonly instanceId: string;
  readonly elementId: string;
}

const SELECT_SENT = `
  select task_id::text as "taskId", task_user_id::text as "userId", instance_id::text as "instanceId",
    element_id as "elementId"
  from app.mail_message where message_id = any($1) and task_id is not null limit 1`;

export function createTaskReplies(
  context: ApiContext,
  { publicUrl }: { readonly publicUrl: string },
): TaskReplies {
  const { organisation } = context.crm;
  return {
    async act(mail) {
      if (mail.nature !== 'message' || mail.answers.length === 0) return null;
      const [sent] = (await context.pool.query<SentRow>(SELECT_SENT, [mail.answers])).rows;
      const user = sent ? await organisation.loadUser(sent.userId) : null;
      if (!sent || user?.email.toLowerCase() !== mail.from.address) return null;
      const task = await context.engine.views.userTask(sent.taskId);
      const definition = task && (await context.definitions.find(task.definitionId));
      const offer = task ? taskOffer(task, definition) : { outcomes: [], text: null };
      const done = await doneWith(context, { user, task, offer, mail });
      const address = taskAddress(publicUrl, sent.taskId);
      return {
        user,
        instanceId: sent.instanceId,
        elementId: sent.elementId,
        isCompleted: done.answer === 'completed',
        comment: done.comment || null,
        answer: done.answer && {
          subject: /^re:/i.test(mail.subject) ? mail.subject : `Re: ${mail.subject}`,
          text: replyAnswerWords(done.answer, { address, offer }, user.locale),
        },
      };
    },
  };
}

interface Reply {
  readonly user: RequestUser;
  readonly task: UserTaskRow | null;
  readonly offer: TaskOffer;
  readonly mail: IncomingMail;
}

interface Done {
  readonly answer: ReplyAnswer | null;
  readonly comment: string;
}

async function doneWith(context: ApiContext, reply: Reply): Promise<Done> {
  const { user, task, offer, mail } = reply;
  if (!task || !taskRights(task, user, groupsOf(context, user)).see)
    return { answer: 'notYours', comment: '' };
  const words = replyText(mail.text);
  const { outcome, text } = readReply(words, offer);
  const isOpen = task.state === 'planned' || task.state === 'ready';
  if (!outcome) return { answer: isOpen && offer.outcomes.length > 0 ? 'onlyComment' : null, comment: words };
  if (offer.text?.required && text === '') return { answer: 'textMissing', comment: '' };
  const values = offer.text && text !== '' ? { [offer.text.key]: text } : {};
  const refusal = await completed(context, reply, { outcome: outcome.code, values });
  if (refusal !== null) return { answer: refusal, comment: words };
  return { answer: 'completed', comment: offer.text ? '' : text };
}

async function completed(
  context: ApiContext,
  { user, task, mail }: Reply,
  body: Parameters<typeof completeTask>[1]['body'],
): Promise<'ended' | 'notYours' | null> {
  // The same message again is the same request.
  const key = `mail:${createHash('sha256').update(mail.messageId).digest('hex').slice(0, 32)}`;
  try {
    await completeTask(context, { user, taskId: task?.id ?? '', body, key });
    return null;
  } catch (error) {
    if (error instanceof EngineRejection) return error.code === 'ENG_FOUR_EYES' ? 'notYours' : 'ended';
    if (error instanceof ApiProblem && (error.code === 'API_FORBIDDEN' || error.code === 'API_NOT_FOUND'))
      return task?.state === 'completed' || task?.state === 'cancelled' ? 'ended' : 'notYours';
    throw error;
  }
}
