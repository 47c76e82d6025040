import {
  aboutFields,
  contactTimeFields,
  currencyField,
  defineField,
  label,
  ownerField,
  systemFields,
  teamFields,
} from '../entities/define-field.ts';
import type { EntityDefinition, FieldDefinition } from '../entities/entity-types.ts';
import { unratedSql } from '../money/base-amount.ts';
import { attentionSql } from '../pipelines/attention.ts';
import { afterDealWrite, beforeDealWrite } from './deal-writes.ts';
import { DealModel } from './deal.model.ts';

const fields: readonly FieldDefinition[] = [
  defineField('number', 'text', label('Number', 'Номер'), { readOnly: true, section: 'system' }),
  defineField('name', 'text', label('Name', 'Название'), { required: true }),
  defineField('stage', 'select', label('Stage', 'Стадия'), {
    list: 'deal.stage',
    required: true,
    filledIn: true,
  }),
  aboutFields.account,
  defineField('amount', 'money', label('Amount', 'Сумма')),
  currencyField,
  defineField('expectedClose', 'date', label('Expected close', 'Ожидаемое закрытие')),
  ownerField(label('Salesperson', 'Менеджер')),
  defineField('attention', 'select', label('Attention', 'Внимание'), {
    readOnly: true,
    list: 'deal.attention',
    sql: (alias) => attentionSql('deal', alias),
  }),
  defineField('probability', 'number', label('Probability, %', 'Вероятность, %'), {
    readOnly: true,
    sql: (alias) => `coalesce(${alias}.probability_manual, ${alias}.probability_auto)::float8`,
  }),
  defineField('pipeline', 'select', label('Pipeline', 'Воронка'), {
    section: 'details',
    list: 'deal.pipeline',
    required: true,
    filledIn: true,
  }),
  defineField('probabilityManual', 'number', label('Probability by hand, %', 'Вероятность вручную, %'), {
    section: 'details',
    integer: true,
  }),
  defineField('source', 'select', label('Source', 'Источник'), { section: 'details', list: 'sales.source' }),
  defineField('campaign', 'text', label('Campaign', 'Кампания'), { section: 'details' }),
  defineField('lostReason', 'select', label('Reason of loss', 'Причина проигрыша'), {
    section: 'details',
    list: 'deal.lostReason',
  }),
  defineField('competitor', 'reference', label('Competitor', 'Конкурент'), {
    section: 'details',
    references: 'account',
    column: 'competitor_account_id',
    attribute: 'competitorAccountId',
  }),
  defineField('description', 'longText', label('Description', 'Описание'), { section: 'details' }),
  ...teamFields,
  defineField('lead', 'reference', label('Lead', 'Лид'), {
    section: 'system',
    readOnly: true,
    references: 'lead',
    column: 'lead_id',
    attribute: 'leadId',
  }),
  {
    ...defineField('amountBase', 'money', label('Amount in base currency', 'Сумма в основной валюте'), {
      section: 'system',
      readOnly: true,
    }),
    missesSql: (alias) => unratedSql('deal', alias),
  },
  defineField('amountFromLines', 'boolean', label('Amount from lines', 'Сумма по позициям'), {
    section: 'system',
    readOnly: true,
  }),
  defineField('probabilityAuto', 'number', label('Probability of the stage, %', 'Вероятность стадии, %'), {
    section: 'system',
    readOnly: true,
    integer: true,
  }),
  defineField('stageEnteredAt', 'dateTime', label('In stage since', 'В стадии с'), {
    section: 'system',
    readOnly: true,
  }),
  defineField('closedAt', 'dateTime', label('Closed', 'Закрыта'), { section: 'system', readOnly: true }),
  ...contactTimeFields,
  ...systemFields,
];

export const dealEntity: EntityDefinition = {
  entity: 'deal',
  label: { en: 'Deal', ru: 'Сделка' },
  pluralLabel: { en: 'Deals', ru: 'Сделки' },
  table: 'crm.deal',
  titleField: 'name',
  titleSql: (alias) => `${alias}.name`,
  subtitleSql: (alias) =>
    `concat_ws(', ', ${alias}.number, (select a.name from crm.account a where a.id = ${alias}.account_id))`,
  numberColumn: 'number',
  statusField: 'stage',
  listColumns: ['name', 'stage', 'attention', 'amount', 'account', 'owner'],
  defaultSort: 'createdAt:desc',
  fields,
  model: DealModel,
  partyType: null,
  // Moves are kept in the stage history, with how long they took.
  historyFields: [],
  accountSql: (alias) => `${alias}.account_id`,
  timelineKind: 'record',
  beforeWrite: (unit, write) => beforeDealWrite(unit, write, fields),
  afterWrite: afterDealWrite,
};
