/**
 * Pages of the lists of tasks and instances: rows as the CRM's lists hand them out, with names that only the diagram
 * knows: of processes and steps in the reader's language, and of the record that an instance is about.
 */
import type { RecordGroup, RecordPage, WorkList } from '#contract';
import type { RequestUser, TableList, TableQuery } from '#crm';
import { definitionsOfInstances, recordsOfInstances } from '../adapters/engine-ports/engine-reads.ts';
import type { ApiContext } from '../context.ts';
import { elementName, processName } from '../presenters/definition-names.ts';
import { linksOf, titleOf, type Names } from '../presenters/names.ts';
import { readNames } from '../presenters/read-names.ts';
import { INSTANCE_LIST, instanceList } from './instance-list.ts';
import { taskList } from './task-list.ts';

export interface WorkRequest extends TableQuery {
  readonly sort?: string;
  readonly group?: string;
  readonly folded?: readonly string[];
  readonly cursor?: string;
  readonly limit: number;
}

export function tableListOf({ crm }: Pick<ApiContext, 'crm'>, list: WorkList): TableList {
  return list === INSTANCE_LIST ? instanceList : taskList((user) => crm.organisation.groupsOf(user));
}

export async function readWorkList(
  context: ApiContext,
  user: RequestUser,
  { list, ...request }: WorkRequest & { readonly list: WorkList },
): Promise<RecordPage> {
  const page = await context.crm.tableLists.page({ user }, tableListOf(context, list), request);
  const titles = await (list === INSTANCE_LIST ? instanceTitles : taskTitles)(context, user, page.items);
  return { ...page, items: page.items.map((row) => ({ ...row, title: titles.get(row.id) ?? row.title })) };
}

export async function readWorkGroups(
  context: ApiContext,
  user: RequestUser,
  { list, ...request }: TableQuery & { readonly list: WorkList; readonly by: string },
): Promise<{ groups: RecordGroup[]; isCut: boolean }> {
  const { groups, isCut } = await context.crm.tableLists.groups(
    { user },
    tableListOf(context, list),
    request,
  );
  return { isCut, groups: groups.map((group) => ({ ...group, sums: { ...group.sums } })) };
}

interface Row {
  readonly id: string;
  readonly title: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

const SELECT_STEPS = `
  select id, definition_id as "definitionId", element_id as "elementId" from engine.user_task
  where id = any($1::uuid[])`;

async function taskTitles(
  { pool, definitions }: ApiContext,
  user: RequestUser,
  rows: readonly Row[],
): Promise<ReadonlyMap<string, string>> {
  const steps = await pool.query<{ id: string; definitionId: string; elementId: string }>(SELECT_STEPS, [
    rows.map((row) => row.id),
  ]);
  const found = await definitions.findAll(steps.rows.map((step) => step.definitionId));
  return new Map(
    steps.rows.flatMap(({ id, definitionId, elementId }) => {
      const name = elementName(found.get(definitionId), elementId, user.locale);
      return name === null ? [] : [[id, name] as const];
    }),
  );
}

/** An instance is called by what it is about, else by its key, else by its process. */
export async function instanceTitles(
  context: ApiContext,
  user: RequestUser,
  rows: readonly Row[],
): Promise<ReadonlyMap<string, string>> {
  const ids = rows.map((row) => row.id);
  const [records, definitionIds] = await Promise.all([
    recordsOfInstances(context.pool, ids),
    definitionsOfInstances(context.pool, ids),
  ]);
  const definitions = await context.definitions.findAll(definitionIds.values());
  const names: Names = await readNames(context, user, {
    records: [...records.values()].flat().map(({ entity, recordId }) => ({ $record: entity, id: recordId })),
  });
  return new Map(
    rows.map(({ id, title, fields }) => {
      const definition = definitions.get(definitionIds.get(id) ?? '') ?? null;
      const { subject } = linksOf(records.get(id) ?? [], definition?.subject?.variable ?? null, names);
      // Without a key of its own the row is called by the key of its process, which nobody reads.
      const businessKey = title === fields['process'] ? null : title;
      const name = processName(definition, definition?.name ?? title, user.locale);
      return [id, titleOf({ businessKey }, { subject, processName: name })];
    }),
  );
}
