/**
 * One task with everything that its page needs. Being its executor shows exactly this: the values that its form asks
 * for, and whom to call. Other variables of the process stay with those who may watch it.
 */
import type { TaskDetail } from '#contract';
import type { DefinitionView, InstanceView, Json, UserTaskRow, Variables } from '#engine';
import type { RequestUser } from '#crm';
import type { ApiContext } from '../context.ts';
import { ApiProblem } from '../errors/problems.ts';
import { recordFieldsOf, type RecordField } from '../task-forms/record-fields.ts';
import { recordTies, shownForm, type RecordTie } from '../task-forms/record-ties.ts';
import { callBlock } from './call-block.ts';
import { instructionOf } from './definition-names.ts';
import { outcomesOf } from './outcomes.ts';
import { progressStrip } from './progress.ts';
import { taskItems } from './task-lists.ts';

export async function taskDetail(
  context: ApiContext,
  user: RequestUser,
  task: UserTaskRow,
): Promise<TaskDetail> {
  const { views } = context.engine;
  const [[item], definition, instance, map, draft] = await Promise.all([
    taskItems(context, user, [task]),
    context.definitions.find(task.definitionId),
    views.instance(task.instanceId),
    views.liveMap(task.instanceId),
    context.taskDrafts.find(task.id, user.id),
  ]);
  if (!item || !definition || !instance || !map) throw new ApiProblem('API_NOT_FOUND');
  const element = definition.elements.find((candidate) => candidate.id === task.elementId);
  const form = element?.form ?? null;
  const ties = recordTies(form);
  const tied = await recordFieldsOf(context, user, { ties, variables: instance.variables });
  return {
    ...item,
    instruction: instructionOf(definition, task.elementId, user.locale),
    form: shownForm(form, tied),
    values: valuesOf({ form, ties, tied }, { task, instance, draft: (draft?.values ?? {}) as Variables }),
    recordFields: [...tied.values()].map(({ key, record, value, readOnly }) => ({
      ...{ key, value, readOnly, version: record.version },
      record: { entity: record.entity, id: record.id, title: record.title },
    })),
    outcomes: outcomesOf(element),
    progress: progressOf(definition, map, { instance, user }),
    call: task.kind === 'call' ? await callBlock(context, { user }, task) : null,
    draftSavedAt: draft?.savedAt ?? null,
  };
}

function progressOf(
  definition: DefinitionView,
  map: Parameters<typeof progressStrip>[1],
  { instance, user }: { readonly instance: InstanceView; readonly user: RequestUser },
): TaskDetail['progress'] {
  return progressStrip(definition, map, { ended: instance.status !== 'active', locale: user.locale });
}

/** Fields of records have their record's values; a draft counts where its writer may still change the field. */
function valuesOf(
  { form, ties, tied }: Tied,
  of: { readonly task: UserTaskRow; readonly instance: InstanceView; readonly draft: Variables },
): Variables {
  const started = startValues(form, of.task, of.instance);
  const values: Variables = { ...started, ...of.draft };
  for (const { key } of ties) {
    const field = tied.get(key);
    if (!field) delete values[key];
    else if (field.readOnly || !(key in of.draft)) values[key] = field.value as Json;
  }
  return values;
}

interface Tied {
  readonly form: Json;
  readonly ties: readonly RecordTie[];
  readonly tied: ReadonlyMap<string, RecordField>;
}

/** Inputs of the task before variables of the process, and only what the form asks for. */
function startValues(form: Json, task: UserTaskRow, instance: InstanceView): Variables {
  const known: Variables = { ...instance.variables, ...task.data };
  return Object.fromEntries(
    formKeys(form)
      .filter((key) => key in known)
      .map((key) => [key, known[key] ?? null]),
  );
}

/** Keys of all fields of a form-js schema, nested groups included. */
function formKeys(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { key, components } = schema as { key?: unknown; components?: unknown };
  const own = typeof key === 'string' ? [key] : [];
  return [...own, ...(Array.isArray(components) ? components.flatMap(formKeys) : [])];
}
