/**
 * Files on user tasks. Who may see a task reads its files, who may see the instance reads those of all its tasks. Who
 * works on an open task adds some and takes his own off; whoever may intervene takes off any, at any time.
 */
import type { routes, TaskFile } from '#contract';
import type { FileTask, RequestUser, WorkFile } from '#crm';
import type { DefinitionView, InstanceView, UserTaskRow } from '#engine';
import { recordsOfInstances } from '../adapters/engine-ports/engine-reads.ts';
import { recordWrite } from '../commands/record-write.ts';
import type { ApiContext } from '../context.ts';
import { ApiProblem } from '../errors/problems.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import { elementName, processName } from '../presenters/definition-names.ts';
import { canWatchInstance, watchedInstance } from '../rights/instance-access.ts';
import { groupsOf, taskRights, visibleTask, type TaskRights } from '../rights/task-access.ts';
import { hasProcessRight } from '../rights/process-rights.ts';
import { subjectOf } from '../timeline/timeline-events.ts';
import { sendContent } from './send-content.ts';

interface SeenTask {
  readonly task: UserTaskRow;
  readonly rights: TaskRights;
}

export function taskFileHandlers(context: ApiContext): RouteHandlers<typeof routes.taskFiles> {
  const { crm, files } = context;
  const listOf = async (user: RequestUser, seen: SeenTask) => ({
    items: await present(context, user, await crm.workFiles.ofTask({ user }, seen.task.id), [seen.task]),
    mayAdd: mayAdd(seen.rights),
  });
  return {
    taskFiles: async ({ user, params }) => listOf(user, await visibleTask(context, user, params.id)),
    addTaskFile: async ({ user, params, query, http }) => {
      try {
        const seen = await visibleTask(context, user, params.id);
        if (!mayAdd(seen.rights)) throw new ApiProblem('API_FORBIDDEN');
        // Rights before bytes: nobody fills the disk by tasks that are not his.
        await crm.workFiles.assertMayAdd({ user }, { taskId: seen.task.id, name: query.name });
        const content = await files.put(http.request);
        await crm.workFiles.add({ user }, { task: await fileTask(context, seen.task), ...query, content });
        return await listOf(user, seen);
      } catch (error) {
        // What is left of the body would be taken for the next request of this connection.
        http.response.setHeader('Connection', 'close');
        throw error;
      }
    },
    removeTaskFile: async (request) => {
      const { user, params } = request;
      const seen = await visibleTask(context, user, params.id);
      const told = await fileTask(context, seen.task);
      await recordWrite(context, request, async (caller) => {
        const file = (await crm.workFiles.ofTask(caller, told.id)).find(({ id }) => id === params.fileId);
        if (!file) throw new ApiProblem('API_NOT_FOUND');
        if (!isRemovable(file, user, seen)) throw new ApiProblem('API_FORBIDDEN');
        await crm.workFiles.remove(caller, { task: told, fileId: file.id });
        return { ok: true };
      });
      return listOf(user, seen);
    },
    taskFileContent: async ({ user, params, http: { response } }) => {
      await assertMayRead(context, user, params.id);
      const file = await crm.workFiles.open({ user }, { taskId: params.id, fileId: params.fileId });
      await sendContent(response, file, await files.open(file.storageKey));
      return { ok: true };
    },
    instanceFiles: async ({ user, params }) => {
      const instance = await watchedInstance(context, user, params.id);
      const found = await crm.workFiles.ofInstance({ user }, instance.id);
      return { items: await present(context, user, found, await tasksOf(context, instance, found)) };
    },
  };
}

/** Who works on it, who could take it, and who may intervene. */
function mayAdd({ complete, change }: TaskRights): boolean {
  return complete || change;
}

function isRemovable(file: WorkFile, user: RequestUser, { task, rights }: SeenTask): boolean {
  return (
    hasProcessRight(user, 'intervene', task.processKey) || (mayAdd(rights) && file.createdBy?.id === user.id)
  );
}

/** @throws ApiProblem API_NOT_FOUND */
async function assertMayRead(context: ApiContext, user: RequestUser, taskId: string): Promise<void> {
  const task = await context.engine.views.userTask(taskId);
  if (!task) throw new ApiProblem('API_NOT_FOUND');
  if (taskRights(task, user, groupsOf(context, user)).see) return;
  const instance = await context.engine.views.instance(task.instanceId);
  if (!instance || !canWatchInstance(user, instance)) throw new ApiProblem('API_NOT_FOUND');
}

/** A card has no more tasks than it shows; older ones that have files are read one by one. */
async function tasksOf(
  { engine }: ApiContext,
  { userTasks }: InstanceView,
  files: readonly WorkFile[],
): Promise<UserTaskRow[]> {
  const known = new Set(userTasks.map((task) => task.id));
  const missing = [...new Set(files.map((file) => file.taskId))].filter((id) => !known.has(id));
  const found = await Promise.all(missing.map((id) => engine.views.userTask(id)));
  return [...userTasks, ...found.flatMap((task) => task ?? [])];
}

async function present(
  context: ApiContext,
  user: RequestUser,
  files: readonly WorkFile[],
  tasks: readonly UserTaskRow[],
): Promise<TaskFile[]> {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const withFiles = files.flatMap((file) => byId.get(file.taskId) ?? []);
  const definitions = await context.definitions.findAll(withFiles.map((task) => task.definitionId));
  const groups = groupsOf(context, user);
  return files.flatMap(({ taskId, kind: _, ...file }) => {
    const task = byId.get(taskId);
    if (!task) return [];
    const seen = { task, rights: taskRights(task, user, groups) };
    const name = nameOf(task, definitions.get(task.definitionId), user.locale);
    const removable = isRemovable({ ...file, kind: '', taskId }, user, seen);
    return [{ ...file, task: { id: task.id, name }, removable }];
  });
}

function nameOf(task: UserTaskRow, definition: DefinitionView | null | undefined, locale: string): string {
  return elementName(definition, task.elementId, locale) ?? task.name;
}

/** As its history names it. */
async function fileTask(context: ApiContext, task: UserTaskRow): Promise<FileTask> {
  const { id, instanceId, elementId, name } = task;
  const [definition, records] = await Promise.all([
    context.definitions.find(task.definitionId),
    recordsOfInstances(context.pool, [instanceId]),
  ]);
  const drawn = definition?.name ?? task.processKey;
  const subject = subjectOf({ definition: definition ?? null, records: records.get(instanceId) ?? [] });
  const record = subject && { entity: subject.entity, id: subject.recordId };
  return { id, instanceId, elementId, name, processName: processName(definition, drawn, ''), record };
}
