import { aboutFields, defineField, label, ownerField, systemFields } from '../entities/define-field.ts';
import { assertInOrder } from '../entities/assert-in-order.ts';
import type { EntityDefinition } from '../entities/entity-types.ts';
import { afterActivityWrite } from './after-activity-write.ts';
import { refuseUnwantedCall } from '../privacy/may-reach.ts';
import { ActivityModel } from './activity.model.ts';

/** Four weeks. */
export const REMINDER_MINUTES_MAX = 40_320;

export const activityEntity: EntityDefinition = {
  entity: 'activity',
  label: { en: 'Activity', ru: 'Действие' },
  pluralLabel: { en: 'Activities', ru: 'Действия' },
  table: 'crm.activity',
  titleField: 'subject',
  titleSql: (alias) => `${alias}.subject`,
  subtitleSql: (alias) => `(select a.name from crm.account a where a.id = ${alias}.account_id)`,
  numberColumn: null,
  statusField: 'status',
  listColumns: ['subject', 'kind', 'status', 'plannedStart', 'account', 'owner'],
  defaultSort: 'plannedStart:desc',
  model: ActivityModel,
  partyType: null,
  historyFields: ['status'],
  accountSql: (alias) => `${alias}.account_id`,
  timelineKind: 'activity',
  beforeWrite: (unit, write) => {
    assertInOrder(write, 'plannedStart', 'plannedEnd');
    return refuseUnwantedCall(unit, write);
  },
  afterWrite: afterActivityWrite,
  fields: [
    defineField('subject', 'text', { en: 'Subject', ru: 'Тема' }, { required: true, lengthMax: 500 }),
    defineField(
      'kind',
      'select',
      { en: 'Kind', ru: 'Вид' },
      { list: 'activity.kind', required: true, defaultValue: 'task' },
    ),
    defineField(
      'status',
      'select',
      { en: 'Status', ru: 'Статус' },
      { list: 'activity.status', required: true, defaultValue: 'planned' },
    ),
    defineField('plannedStart', 'dateTime', { en: 'Start', ru: 'Начало' }),
    defineField('plannedEnd', 'dateTime', { en: 'End', ru: 'Окончание' }),
    aboutFields.account,
    aboutFields.contact,
    aboutFields.ticket,
    aboutFields.deal,
    aboutFields.lead,
    ownerField(label('Executor', 'Исполнитель')),
    defineField(
      'priority',
      'select',
      { en: 'Priority', ru: 'Приоритет' },
      { section: 'details', list: 'activity.priority', required: true, defaultValue: 'normal' },
    ),
    defineField(
      'direction',
      'select',
      { en: 'Direction', ru: 'Направление' },
      { section: 'details', list: 'activity.direction' },
    ),
    defineField(
      'allDay',
      'boolean',
      { en: 'All day', ru: 'Весь день' },
      { section: 'details', defaultValue: false },
    ),
    defineField(
      'isPrivate',
      'boolean',
      { en: 'Private', ru: 'Личное' },
      { section: 'details', defaultValue: false },
    ),
    defineField(
      'reminderMinutes',
      'number',
      { en: 'Reminder, minutes before', ru: 'Напомнить за, минут' },
      { section: 'details', integer: true, range: [0, REMINDER_MINUTES_MAX] },
    ),
    defineField('body', 'longText', { en: 'Text', ru: 'Текст' }, { section: 'details' }),
    defineField('outcome', 'text', { en: 'Result', ru: 'Результат' }, { section: 'details', lengthMax: 100 }),
    defineField(
      'outcomeText',
      'longText',
      { en: 'Result in words', ru: 'Результат словами' },
      { section: 'details' },
    ),
    defineField(
      'actualStart',
      'dateTime',
      { en: 'Began', ru: 'Начато' },
      { section: 'system', readOnly: true },
    ),
    defineField(
      'actualEnd',
      'dateTime',
      { en: 'Ended', ru: 'Завершено' },
      { section: 'system', readOnly: true },
    ),
    ...systemFields,
  ],
};
