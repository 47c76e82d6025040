/**
 * Tasks as a list: their fields as SQL over the engine's table, who sees which of them, and who may do what with them.
 * The predicates say in SQL what `taskRights` says of one task; a test compares the two for every person and task.
 */
import { defineField, type RequestUser, type SqlParameters, type TableList } from '#crm';
import type { TaskRights } from '../rights/task-access.ts';
import { keysWithAny } from '../rights/process-rights.ts';
import { bornField, label, personField, recordField, RECORDS, selfAndAbsent } from './shared-fields.ts';

export const TASK_LIST = 'user_task';

/** Literals, so that the planner sees that a partial index covers them. */
const OPEN = `in ('planned', 'ready')`;

type GroupsOf = (user: RequestUser) => readonly string[];
type Predicate = (alias: string, parameters: SqlParameters) => string;

export function taskList(groupsOf: GroupsOf): TableList {
  const fixed = { readOnly: true } as const;
  return {
    name: TASK_LIST,
    label: label('Task', 'Задача'),
    pluralLabel: label('Tasks', 'Задачи'),
    table: `(select t.*, 1 as version, t.created_at as updated_at from engine.user_task t)`,
    titleField: 'name',
    listColumns: ['name', 'process', 'account', 'assignee', 'dueAt', 'priority'],
    defaultSort: 'dueAt:asc',
    readSql: (alias, parameters, user) => seenSql(user, groupsOf(user))(alias, parameters),
    searchTextSql: (alias) =>
      `lower(concat_ws(' ', ${alias}.name, ${alias}.process_key, (select i.business_key from engine.process_instance i
        where i.id = ${alias}.instance_id)))`,
    mayShowViews: mayShowWorkViews,
    mayExport: watchesSome,
    exportSql: watchedSql,
    fields: [
      defineField('name', 'text', label('Task', 'Задача'), fixed),
      defineField('kind', 'select', label('Kind', 'Вид'), fixed),
      defineField('state', 'select', label('State', 'Состояние'), fixed),
      defineField('process', 'select', label('Process', 'Процесс'), { ...fixed, column: 'process_key' }),
      defineField('step', 'select', label('Step', 'Шаг'), {
        ...fixed,
        sql: (alias) => `(${alias}.process_key || '/' || ${alias}.element_id)`,
      }),
      ...RECORDS.map(([entity, words]) => recordField(entity, words, (alias) => `${alias}.instance_id`)),
      personField('assignee', label('Executor', 'Исполнитель'), (alias) => `${alias}.assignee`),
      defineField('dueAt', 'dateTime', label('Due', 'Срок'), fixed),
      defineField('overdue', 'boolean', label('Overdue', 'Просрочена'), {
        ...fixed,
        sortable: false,
        sql: (alias) =>
          `(${alias}.state ${OPEN} and coalesce(${alias}.due_at < public.throughline_now(), false))`,
      }),
      defineField('priority', 'number', label('Priority', 'Приоритет'), fixed),
      bornField('createdAt', label('Since', 'С какого времени')),
      defineField('availableAt', 'dateTime', label('To be done from', 'Можно делать с'), fixed),
      defineField('followUpAt', 'dateTime', label('Put off until', 'Отложена до'), fixed),
      defineField('completedAt', 'dateTime', label('Done at', 'Выполнена'), fixed),
      personField('completedBy', label('Done by', 'Кем выполнена'), (alias) => `${alias}.completed_by`),
    ],
  };
}

/** Who may watch all processes shows views to everybody; who may watch some, to his teams. */
export function mayShowWorkViews(user: RequestUser, audience: 'team' | 'all'): boolean {
  const watched = keysWithAny(user, ['watch']);
  return audience === 'all' ? watched === 'all' : watched === 'all' || watched.length > 0;
}

/** What leaves as a file is of processes that the person watches: taking part in one shows it, and no more. */
export function watchesSome(user: RequestUser): boolean {
  return keysWithAny(user, ['watch']).length > 0;
}

export function watchedSql(alias: string, parameters: SqlParameters, user: RequestUser): string {
  return processSql(user, 'watch')(alias, parameters);
}

/** Tasks with which the person may do this, of those that he sees. */
export function taskRightSql(
  user: RequestUser,
  groups: readonly string[],
  right: keyof Pick<TaskRights, 'claim' | 'reassign' | 'change'>,
): Predicate {
  return (alias, parameters) => {
    const intervenes = () => processSql(user, 'intervene')(alias, parameters);
    const means = {
      claim: () => freeSql(user, groups)(alias, parameters),
      reassign: intervenes,
      change: () => `(${mineSql(user)(alias, parameters)} or ${intervenes()})`,
    }[right];
    return `(${alias}.state ${OPEN} and ${means()})`;
  };
}

function seenSql(user: RequestUser, groups: readonly string[]): Predicate {
  return (alias, parameters) => {
    if (keysWithAny(user, ['watch']) === 'all') return 'true';
    const me = parameters.add(user.id, 'text');
    return `(${[
      mineSql(user)(alias, parameters),
      freeSql(user, groups)(alias, parameters),
      `${alias}.completed_by = ${me}`,
      `${alias}.substitute_for = ${me}`,
      processSql(user, 'watch')(alias, parameters),
    ].join(' or ')})`;
  };
}

function mineSql(user: RequestUser): Predicate {
  return (alias, parameters) =>
    `coalesce(${alias}.assignee = any(${parameters.add(selfAndAbsent(user), 'text[]')}), false)`;
}

function freeSql(user: RequestUser, groups: readonly string[]): Predicate {
  return (alias, parameters) =>
    `(${alias}.assignee is null and (${alias}.candidate_users && ${parameters.add([user.id], 'text[]')}
      or ${alias}.candidate_groups && ${parameters.add([...groups], 'text[]')}))`;
}

/** Rows of processes on which the person has the right. */
export function processSql(user: RequestUser, right: 'watch' | 'intervene' | 'migrate'): Predicate {
  return (alias, parameters) => {
    const keys = keysWithAny(user, [right]);
    return keys === 'all' ? 'true' : `${alias}.process_key = any(${parameters.add(keys, 'text[]')})`;
  };
}
