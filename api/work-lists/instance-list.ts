/**
 * Instances as a list: their fields as SQL over the engine's tables, and who sees which of them. The predicate says in
 * SQL what `canWatchInstance` says of one card, so that each row of the list can be opened; a test compares the two.
 */
import {
  defineField,
  type FieldDefinition,
  type RequestUser,
  type SqlParameters,
  type TableList,
} from '#crm';
import { bornField, label, personField, recordField, RECORDS, selfAndAbsent } from './shared-fields.ts';
import { mayShowWorkViews, processSql, watchedSql, watchesSome } from './task-list.ts';

export const INSTANCE_LIST = 'process_instance';

const fixed = { readOnly: true } as const;

export const instanceList: TableList = {
  name: INSTANCE_LIST,
  label: label('Instance', 'Экземпляр'),
  pluralLabel: label('Instances', 'Экземпляры'),
  // What other instances called is seen on their card; the list is of those that began by themselves.
  table: `(select i.*, i.started_at as created_at, coalesce(i.ended_at, i.started_at) as updated_at
    from engine.process_instance i where i.id = i.root_instance_id)`,
  titleField: 'name',
  listColumns: ['name', 'process', 'status', 'step', 'dueAt', 'account', 'startedAt'],
  defaultSort: 'startedAt:desc',
  readSql: watchedInstanceSql,
  searchTextSql: (alias) =>
    `lower(concat_ws(' ', ${alias}.business_key, ${alias}.process_key, ${alias}.id, (
      select d.name from engine.process_definition d where d.id = ${alias}.definition_id)))`,
  mayShowViews: mayShowWorkViews,
  mayExport: watchesSome,
  exportSql: watchedSql,
  fields: [
    defineField('name', 'text', label('Name', 'Название'), {
      ...fixed,
      sql: (alias) => `coalesce(nullif(${alias}.business_key, ''), ${alias}.process_key)`,
    }),
    defineField('process', 'select', label('Process', 'Процесс'), { ...fixed, column: 'process_key' }),
    defineField('version', 'number', label('Version', 'Версия'), {
      ...fixed,
      sql: (alias) =>
        `(select d.version::float8 from engine.process_definition d where d.id = ${alias}.definition_id)`,
    }),
    defineField('status', 'select', label('Status', 'Статус'), fixed),
    defineField('suspended', 'boolean', label('Suspended', 'Приостановлен'), fixed),
    {
      ...defineField('incidents', 'number', label('Failed steps', 'Сбои'), {
        ...fixed,
        sql: (alias) =>
          `(select count(*)::float8 from engine.incident x where x.root_instance_id = ${alias}.id)`,
      }),
    },
    stepField(),
    executorField(),
    ...RECORDS.map(([entity, words]) => recordField(entity, words, (alias) => `${alias}.id`)),
    defineField('dueAt', 'dateTime', label('Next due', 'Ближайший срок'), {
      ...fixed,
      sql: (alias) =>
        `(select min(t.due_at) from engine.user_task t where t.root_instance_id = ${alias}.id
          and t.state in ('planned', 'ready'))`,
    }),
    defineField('overdue', 'boolean', label('Overdue', 'Просрочен'), {
      ...fixed,
      sortable: false,
      sql: (alias) =>
        `exists (select from engine.user_task t where t.root_instance_id = ${alias}.id
          and t.state in ('planned', 'ready') and t.due_at < public.throughline_now())`,
    }),
    bornField('startedAt', label('Started', 'Начат')),
    defineField('movedAt', 'dateTime', label('Last progress', 'Последнее движение'), {
      ...fixed,
      sql: (alias) =>
        `coalesce((select h.occurred_at from engine.history_command h where h.root_instance_id = ${alias}.id
          order by h.seq desc limit 1), ${alias}.started_at)`,
    }),
    defineField('wakesAt', 'dateTime', label('Next timer', 'Ближайший таймер'), {
      ...fixed,
      sql: (alias) =>
        `(select min(j.due_at) from engine.job j where j.root_instance_id = ${alias}.id and j.state = 'ready'
          and j.kind in ${TIMERS})`,
    }),
    defineField('endedAt', 'dateTime', label('Ended', 'Завершён'), fixed),
    personField('initiator', label('Started by', 'Кем начат'), (alias) => `${alias}.initiator`),
  ],
};

const TIMERS = `('timer', 'task-activation')`;

/** Running instances without progress since `before` that no timer wakes after `now`; both are placeholders. */
export function stuckSql(alias: string, before: string, now: string): string {
  return `not exists (select from engine.history_command h
      where h.root_instance_id = ${alias}.id and h.occurred_at >= ${before})
    and not exists (select from engine.job j where j.root_instance_id = ${alias}.id and j.state = 'ready'
      and j.kind in ${TIMERS} and j.due_at > ${now})`;
}

/** Where its tokens wait; several at once where it runs in parallel. */
function stepField(): FieldDefinition {
  const waiting = (alias: string): string =>
    `from engine.token k where k.root_instance_id = ${alias}.id and k.instance_id = ${alias}.id and k.state = 'waiting'`;
  const step = (alias: string): string => `${alias}.process_key || '/' || k.element_id`;
  return {
    ...defineField('step', 'multiSelect', label('Step', 'Шаг'), {
      ...fixed,
      sql: (alias) => `array(select distinct ${step(alias)} ${waiting(alias)})`,
    }),
    holdsSql: (alias, steps) =>
      `exists (select ${waiting(alias)}${steps === null ? '' : ` and ${step(alias)} = any(${steps})`})`,
  };
}

/** With whom it is: the executors of its open tasks. */
function executorField(): FieldDefinition {
  const open = (alias: string): string =>
    `from engine.user_task t where t.root_instance_id = ${alias}.id and t.state in ('planned', 'ready')
      and t.assignee is not null`;
  return {
    ...defineField('executor', 'user', label('With whom', 'У кого'), {
      ...fixed,
      sortable: false,
      sql: (alias) => `array(select distinct t.assignee ${open(alias)})`,
    }),
    storage: 'text[]',
    sortSql: null,
    holdsSql: (alias, people) =>
      `exists (select ${open(alias)}${people === null ? '' : ` and t.assignee = any(${people})`})`,
  };
}

/** Instances, called ones too, that the person may look at and speak about. */
export function watchedInstanceSql(alias: string, parameters: SqlParameters, user: RequestUser): string {
  const watched = processSql(user, 'watch')(alias, parameters);
  if (watched === 'true') return watched;
  const me = parameters.add(user.id, 'text');
  return `(${watched} or ${alias}.initiator = ${me} or exists (select from engine.user_task t
    where t.root_instance_id = ${alias}.root_instance_id and t.instance_id = ${alias}.id
      and (t.assignee = any(${parameters.add(selfAndAbsent(user), 'text[]')}) or t.substitute_for = ${me}
        or t.completed_by = ${me})))`;
}
