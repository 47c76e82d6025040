/**
 * Pages of the lists of tasks and instances: rows as the CRM's lists hand them out, with names that only the diagram
 * knows: of processes and steps in the reader's language, and of the record that an instance is about.
 */
import type { RecordGroup, RecordPage, WorkList } from '#contract';
import type { ExportedTable, RequestUser, TableQuery } from '#crm';
import { definitionsOfInstances, recordsOfInstances } from '../adapters/engine-ports/engine-reads.ts';
import type { ApiContext } from '../context.ts';
import { elementName, processName } from '../presenters/definition-names.ts';
import { linksOf, titleOf, type Names } from '../presenters/names.ts';
import { readNames } from '../presenters/read-names.ts';
import { groupsOf } from '../rights/task-access.ts';
import { changeableInstances, changeableTasks } from './changeable-fields.ts';
import { INSTANCE_LIST } from './instance-list.ts';
import { tableListOf } from './table-list-of.ts';
import { workListMeta } from './work-list-meta.ts';

export interface WorkRequest extends TableQuery {
  readonly sort?: string;
  readonly group?: string;
  readonly folded?: readonly string[];
  readonly cursor?: string;
  readonly limit: number;
}

export async function readWorkList(
  context: ApiContext,
  user: RequestUser,
  { list, ...request }: WorkRequest & { readonly list: WorkList },
): Promise<RecordPage> {
  const page = await context.crm.tableLists.page({ user }, tableListOf(context, list), request);
  const rows = await named(context, user, { list, rows: page.items });
  const changeable = list === INSTANCE_LIST ? changeableInstances : changeableTasks;
  const ids = rows.map((row) => row.id);
  const allowed = await changeable(context.pool, ids, { user, groups: groupsOf(context, user) });
  const items = rows.map((row) => ({ ...row, ...(allowed.get(row.id) ?? { changeable: [] }) }));
  return { ...page, items };
}

async function named<R extends Row>(
  context: ApiContext,
  user: RequestUser,
  { list, rows }: { readonly list: WorkList; readonly rows: readonly R[] },
): Promise<R[]> {
  const titles = await (list === INSTANCE_LIST ? instanceTitles : taskTitles)(context, user, rows);
  return rows.map((row) => ({ ...row, title: titles.get(row.id) ?? row.title }));
}

/** The list as it leaves in a file: rows by the name that the page shows, choices by theirs. */
export async function exportedWork(
  context: ApiContext,
  user: RequestUser,
  list: WorkList,
): Promise<ExportedTable> {
  const table = tableListOf(context, list);
  const meta = await workListMeta(context, user, list);
  const words = new Map(
    meta.fields.map(({ key, options = [] }) => [
      key,
      new Map<unknown, string>(options.map((option) => [option.value, option.label[user.locale]])),
    ]),
  );
  const worded = (key: string, value: unknown): unknown =>
    Array.isArray(value) ? value.map((one) => worded(key, one)) : (words.get(key)?.get(value) ?? value);
  return {
    list: table,
    named: async (views) =>
      (await named(context, user, { list, rows: views })).map((view) => ({
        ...view,
        fields: Object.fromEntries(
          Object.entries(view.fields).map(([key, value]) => [
            key,
            key === table.titleField ? view.title : worded(key, value),
          ]),
        ),
      })),
  };
}

export async function readWorkGroups(
  context: ApiContext,
  user: RequestUser,
  { list, ...request }: TableQuery & { readonly list: WorkList; readonly by: string },
): Promise<{ groups: RecordGroup[]; currency: null; isCut: boolean }> {
  const { groups, isCut } = await context.crm.tableLists.groups(
    { user },
    tableListOf(context, list),
    request,
  );
  return { isCut, currency: null, groups: groups.map((group) => ({ ...group, sums: { ...group.sums } })) };
}

interface Row {
  readonly id: string;
  readonly title: string;
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
    rows.map(({ id, title }) => {
      const definition = definitions.get(definitionIds.get(id) ?? '') ?? null;
      const { subject } = linksOf(records.get(id) ?? [], definition?.subject?.variable ?? null, names);
      // Without a key of its own the row is called by the key of its process, which nobody reads.
      const businessKey = title === definition?.processKey ? null : title;
      const name = processName(definition, definition?.name ?? title, user.locale);
      return [id, titleOf({ businessKey }, { subject, processName: name })];
    }),
  );
}
