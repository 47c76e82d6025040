/** The lists of tasks and instances as the web knows a kind of record: with the processes and steps of the reader. */
import type { EntityMeta, WorkList } from '#contract';
import type { RequestUser } from '#crm';
import type { DefinitionView } from '#engine';
import type { ApiContext } from '../context.ts';
import { keysWithAny } from '../rights/process-rights.ts';
import { INSTANCE_LIST } from './instance-list.ts';
import { tableListOf } from './table-list-of.ts';
import { label } from './shared-fields.ts';

type Option = NonNullable<EntityMeta['fields'][number]['options']>[number];

const option = (value: string, en: string, ru: string, tone: Option['tone']): Option => ({
  value,
  label: label(en, ru),
  tone,
});

const FIXED: Readonly<Record<string, readonly Option[]>> = {
  kind: [option('task', 'Task', 'Задача', 'neutral'), option('call', 'Call', 'Звонок', 'neutral')],
  state: [
    option('planned', 'Planned', 'Запланирована', 'waiting'),
    option('ready', 'To do', 'К выполнению', 'running'),
    option('completed', 'Done', 'Выполнена', 'done'),
    option('cancelled', 'Dropped', 'Снята', 'neutral'),
  ],
  status: [
    option('active', 'Running', 'Выполняется', 'running'),
    option('completed', 'Completed', 'Завершён', 'done'),
    option('terminated', 'Ended early', 'Прерван', 'neutral'),
    option('cancelled', 'Stopped', 'Остановлен', 'neutral'),
  ],
};

/** Through these a token only passes; it stays in one where that fails. What they are called where nobody named them. */
const PASSED: Readonly<Record<string, Option['label']>> = {
  'bpmn:StartEvent': label('Start', 'Начало'),
  'bpmn:EndEvent': label('End', 'Конец'),
  'bpmn:BoundaryEvent': label('Event', 'Событие'),
  'bpmn:ExclusiveGateway': label('Gateway', 'Развилка'),
  'bpmn:InclusiveGateway': label('Gateway', 'Развилка'),
};

export async function workListMeta(
  context: ApiContext,
  user: RequestUser,
  name: WorkList,
): Promise<EntityMeta> {
  const list = tableListOf(context, name);
  const definitions = await definitionsOf(context, user, name);
  const failed = await failedSteps(context);
  const step = stepOptions(definitions, (value) => failed.has(value));
  const options = { ...FIXED, process: processOptions(definitions), step };
  const mayChange = keysWithAny(user, ['intervene']).length > 0;
  return {
    entity: list.name,
    label: list.label,
    pluralLabel: list.pluralLabel,
    titleField: list.titleField,
    statusField: null,
    listColumns: [...list.listColumns],
    defaultSort: list.defaultSort,
    fields: list.fields.map((field) => {
      const choices = options[field.key as keyof typeof options];
      return {
        key: field.key,
        type: field.type,
        label: field.label,
        required: false,
        readOnly: true,
        ...(choices ? { options: [...choices] } : {}),
        ...(field.referenceEntity ? { referenceEntity: field.referenceEntity } : {}),
        sortable: field.sortable,
        filterable: field.filterable,
        section: field.section,
        isCustom: false,
      };
    }),
    // Each row says itself what may be done with it; this only tells whether there is anything at all.
    rights: {
      ...{ create: false, read: true, edit: mayChange, delete: false },
      export: context.crm.exports.mayExportTable(user, list),
    },
    isDirectory: false,
    isCustom: false,
    isRetired: false,
    takesFields: false,
  };
}

/**
 * Diagrams of every version that runs, and the newest of each process. Who may watch no process knows those in which he
 * takes part.
 */
async function definitionsOf(
  context: ApiContext,
  user: RequestUser,
  name: WorkList,
): Promise<readonly DefinitionView[]> {
  const watched = keysWithAny(user, ['watch', 'intervene', 'migrate']);
  const own =
    watched === 'all'
      ? []
      : (
          await context.crm.tableLists.groups({ user }, tableListOf(context, name), { by: 'process' })
        ).groups.flatMap(({ key }) => key ?? []);
  const keys = watched === 'all' ? watched : [...new Set([...watched, ...own])];
  const [latest, running] = await Promise.all([
    context.engine.views.definitions({ keys }),
    context.pool.query<{ id: string }>(RUNNING_VERSIONS),
  ]);
  const ids = [...latest.map((one) => one.id), ...running.rows.map((row) => row.id)];
  const found = await context.definitions.findAll(ids);
  const known = new Set(latest.map((one) => one.processKey));
  return [...found.values()].filter((definition) => known.has(definition.processKey));
}

/** From one version to the next along process_instance_running: rows of one version are not gone through. */
const RUNNING_VERSIONS = `
  with recursive version as (
    (select definition_id as id from engine.process_instance where status = 'active' order by definition_id limit 1)
    union all
    select (select i.definition_id from engine.process_instance i
      where i.status = 'active' and i.definition_id > v.id order by i.definition_id limit 1)
    from version v where v.id is not null)
  select id from version where id is not null`;

function processOptions(definitions: readonly DefinitionView[]): Option[] {
  const byKey = new Map(definitions.map((definition) => [definition.processKey, definition]));
  return [...byKey.values()]
    .map((definition) => ({
      value: definition.processKey,
      label: named(definition.translations, definition.name),
      tone: 'neutral' as const,
    }))
    .toSorted((one, other) => one.label.en.localeCompare(other.label.en));
}

/** Where something failed and waits for somebody. */
async function failedSteps({ pool }: ApiContext): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ step: string }>(`
    select distinct i.process_key || '/' || x.element_id as step
    from engine.incident x join engine.process_instance i on i.id = x.instance_id`);
  return new Set(rows.map((row) => row.step));
}

/** @param isHeld whether a token stays in a step through which it should only pass. */
function stepOptions(definitions: readonly DefinitionView[], isHeld: (step: string) => boolean): Option[] {
  const steps = new Map<string, Option>();
  for (const definition of definitions)
    for (const element of definition.elements) {
      const value = `${definition.processKey}/${element.id}`;
      const passed = PASSED[element.type];
      if (steps.has(value) || (passed && !isHeld(value))) continue;
      steps.set(value, {
        value,
        label: passed && !element.name ? passed : named(element.translations, element.name ?? element.id),
        tone: 'neutral',
        group: definition.processKey,
      });
    }
  return [...steps.values()];
}

function named(translations: Readonly<Record<string, string>>, drawn: string): Option['label'] {
  return { en: translations['en'] ?? drawn, ru: translations['ru'] ?? drawn };
}

/** Names of the steps of a process, as the board heads its columns. */
export async function stepNames(
  context: ApiContext,
  user: RequestUser,
): Promise<ReadonlyMap<string, string>> {
  const definitions = await definitionsOf(context, user, INSTANCE_LIST);
  return new Map(stepOptions(definitions, () => true).map((step) => [step.value, step.label[user.locale]]));
}
