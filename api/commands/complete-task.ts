/**
 * Completing a task from its page: a candidate takes it and what was entered for fields of records is written with the step
 * that completes it, all or nothing; the note and the next step that were typed with it become activities. Each part is
 * repeated safely under the request's key, so a client that lost the answer sends the same request again and gets all of
 * it once.
 */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { routes } from '#contract';
import type { UserTaskRow, Variables } from '#engine';
import { recordsOfInstances } from '../adapters/engine-ports/engine-reads.ts';
import type { RequestUser } from '#crm';
import type { ApiContext } from '../context.ts';
import { taskFor } from '../rights/task-access.ts';
import { assertTaskForm } from '../task-forms/assert-form-rules.ts';
import { splitValues, withRecords } from '../task-forms/write-records.ts';
import { engineOptions } from './engine-options.ts';
import { idempotently } from './idempotently.ts';

type Body = z.output<typeof routes.tasks.completeTask.body>;

export interface Completion {
  readonly user: RequestUser;
  readonly taskId: string;
  readonly body: Body;
  readonly key: string | undefined;
}

const MINUTE_MS = 60_000;

export async function completeTask(
  context: ApiContext,
  completion: Completion,
): Promise<{ instanceId: string; nextTaskId: string | null }> {
  const { user, taskId, body } = completion;
  const task = await taskFor(context, user, { taskId, right: 'complete' });
  const { variables, tied, processName } = await splitValues(context, task, variablesOf(task, body));
  await assertTaskForm(context, task, { values: variables, outcome: body.outcome });
  const entered = { user, task, versions: body.recordVersions, tied, processName };
  const { instanceId } = await withRecords(context, entered, (transaction) =>
    context.engine.completeUserTask(
      { taskId, claimFor: user.id, outcome: body.outcome, variables, rescheduleTo: body.rescheduleTo },
      engineOptions(user, keyOf(completion, tied)),
      transaction,
    ),
  );
  await addActivities(context, task, completion);
  await context.taskDrafts.discard(taskId);
  return { instanceId, nextTaskId: await nextTaskOf(context, user, task) };
}

/**
 * What is written beside the completion is none of the engine's, but belongs to what the key stands for: the same key with
 * another note asks for something else, and finds that the task is no longer open.
 */
function keyOf({ key, body: { note, nextStep } }: Completion, tied: Variables): string | undefined {
  const isTied = Object.keys(tied).length > 0;
  if (key === undefined || (!note && !nextStep && !isTied)) return key;
  const written = { note, nextStep, ...(isTied ? { tied } : {}) };
  const beside = createHash('sha256').update(JSON.stringify(written)).digest('hex');
  return `${key}:${beside}`;
}

/** How long a call took belongs to what came of it: it is kept in the process, beside the form's values. */
function variablesOf(task: UserTaskRow, { values, callMinutes }: Body): Variables {
  const typed = values as Variables;
  return task.kind === 'call' && callMinutes !== undefined ? { ...typed, callMinutes } : typed;
}

async function addActivities(
  context: ApiContext,
  task: UserTaskRow,
  { user, body, key }: Completion,
): Promise<void> {
  const { note, nextStep } = body;
  if (!note && !nextStep) return;
  const records = (await recordsOfInstances(context.pool, [task.instanceId])).get(task.instanceId) ?? [];
  const links = records
    .filter(({ entity }) => context.entities.has(entity))
    .map(({ entity, recordId }) => ({ entity, id: recordId }));
  const about = { links, task: { userTaskId: null, instanceId: task.instanceId, elementId: task.elementId } };
  const once = { userId: user.id, key: key && `${key}:activities`, request: { note, nextStep } };
  await idempotently(context, once, async (transaction) => {
    const caller = { user, transaction };
    if (note) {
      const subject = task.name.slice(0, 500);
      await context.crm.activities.plan(caller, {
        ...about,
        kind: 'note',
        subject,
        body: note,
        status: 'done',
      });
    }
    if (nextStep) await context.crm.activities.plan(caller, { ...about, ...plannedStep(nextStep) });
    return null;
  });
}

function plannedStep(step: NonNullable<Body['nextStep']>): {
  kind: typeof step.kind;
  subject: string;
  plannedStart: string;
  plannedEnd: string;
} {
  const end = new Date(new Date(step.plannedStart).getTime() + step.durationMinutes * MINUTE_MS);
  const { kind, subject, plannedStart } = step;
  return { kind, subject, plannedStart, plannedEnd: end.toISOString() };
}

/** The task of the same instance that is now the user's, so that he can go on without searching. */
async function nextTaskOf(context: ApiContext, user: RequestUser, done: UserTaskRow): Promise<string | null> {
  const page = await context.engine.views.userTasks({
    assignees: [user.id],
    states: ['ready'],
    instanceIds: [done.instanceId],
    limit: 2,
  });
  return page.items.find((task) => task.id !== done.id)?.id ?? null;
}
