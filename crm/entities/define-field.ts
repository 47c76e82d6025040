/** Builds field definitions: each entity's file says only what is particular of a field. */
import type { FieldDefinition, FieldMeta, FieldType, LocalizedText, StorageType } from './entity-types.ts';

export interface FieldOptions {
  readonly section?: FieldMeta['section'];
  readonly required?: boolean;
  readonly readOnly?: boolean;
  readonly setAtCreation?: boolean;
  readonly sortable?: boolean;
  readonly filterable?: boolean;
  /** Column, when it is not the key in snake case. */
  readonly column?: string;
  /** Model attribute, when it is not the key. */
  readonly attribute?: string;
  /** For a value that is no column of the row. */
  readonly sql?: (alias: string) => string;
  readonly list?: string;
  readonly references?: string;
  readonly lengthMax?: number;
  readonly integer?: boolean;
  readonly range?: readonly [min: number, max: number];
  readonly defaultValue?: unknown;
  readonly filledIn?: boolean;
}

const STORAGE: Record<FieldType, StorageType> = {
  text: 'text',
  longText: 'text',
  number: 'float8',
  money: 'float8',
  boolean: 'boolean',
  date: 'date',
  dateTime: 'timestamptz',
  select: 'text',
  multiSelect: 'text[]',
  reference: 'uuid',
  user: 'uuid',
  phone: 'text',
  email: 'text',
  url: 'text',
};

/** What a referenced record is called, as SQL over its id. */
const REFERENCE_TITLE: Readonly<Record<string, string>> = {
  account: 'select t.name from crm.account t where t.id =',
  contact: 'select t.full_name from crm.contact t where t.id =',
  ticket: 'select t.number from crm.ticket t where t.id =',
  lead: 'select t.title from crm.lead t where t.id =',
  product: 'select t.name from crm.product t where t.id =',
  price_list: 'select t.name from crm.price_list t where t.id =',
  quote: 'select t.number from crm.quote t where t.id =',
  order: 'select t.number from crm.order_doc t where t.id =',
  deal: 'select t.name from crm.deal t where t.id =',
  user: 'select t.name from crm."user" t where t.id =',
  team: 'select t.name from crm.team t where t.id =',
  territory: 'select t.name from crm.territory t where t.id =',
};

export function defineField(
  key: string,
  type: FieldType,
  label: LocalizedText,
  options: FieldOptions = {},
): FieldDefinition {
  const storage = STORAGE[type];
  const column = options.sql ? null : (options.column ?? snakeCase(key));
  const sql = options.sql ?? ((alias: string) => readColumn(`${alias}.${column}`, storage));
  const referenceEntity = type === 'user' ? 'user' : (options.references ?? null);
  const list = options.list ?? null;
  return {
    key,
    type,
    label,
    section: options.section ?? 'main',
    required: options.required ?? false,
    readOnly: options.readOnly ?? false,
    ...(options.setAtCreation && { readOnly: true, setAtCreation: true }),
    sortable: options.sortable ?? !(type === 'longText' || type === 'multiSelect'),
    filterable: options.filterable ?? true,
    column,
    attribute: column === null ? null : (options.attribute ?? key),
    sql,
    sortSql: sortExpression({ type, sql, list, referenceEntity }),
    sortStorage: list !== null ? 'float8' : referenceEntity !== null ? 'text' : storage,
    storage,
    list,
    referenceEntity,
    lengthMax: options.lengthMax ?? (type === 'longText' ? 20_000 : 300),
    integer: options.integer ?? false,
    ...(options.range && { range: options.range }),
    defaultValue: options.defaultValue ?? null,
    filledIn: options.filledIn ?? false,
  };
}

/** Reads numeric as a number and date as text on any client, whatever type parsers it has. */
function readColumn(column: string, storage: StorageType): string {
  return storage === 'float8' ? `${column}::float8` : column;
}

function sortExpression(field: {
  type: FieldType;
  sql: (alias: string) => string;
  list: string | null;
  referenceEntity: string | null;
}): ((alias: string) => string) | null {
  const { sql, list, referenceEntity } = field;
  if (field.type === 'select' && list !== null) {
    return (alias) =>
      `(select o.sort_order::float8 from crm.select_option o where o.list = '${list}' and o.code = ${sql(alias)})`;
  }
  const title = referenceEntity === null ? undefined : REFERENCE_TITLE[referenceEntity];
  if (title !== undefined) return (alias) => `(${title} ${sql(alias)}) collate "und-x-icu"`;
  if (STORAGE[field.type] === 'text') return (alias) => `${sql(alias)} collate "und-x-icu"`;
  return null;
}

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

export const label = (en: string, ru: string): LocalizedText => ({ en, ru });

/** A field that points to another kind of record, in the column of its key: `deal` in `deal_id`. */
export function referenceField(
  key: string,
  text: LocalizedText,
  options: FieldOptions = {},
): FieldDefinition {
  return defineField(key, 'reference', text, {
    references: key,
    column: `${snakeCase(key)}_id`,
    attribute: `${key}Id`,
    ...options,
  });
}

/** What a record is about, named alike wherever it stands. */
export const aboutFields = {
  account: referenceField('account', label('Account', 'Клиент')),
  contact: referenceField('contact', label('Contact', 'Контакт')),
  ticket: referenceField('ticket', label('Ticket', 'Обращение')),
  deal: referenceField('deal', label('Deal', 'Сделка')),
  lead: referenceField('lead', label('Lead', 'Лид')),
} as const;

export function ownerField(text: LocalizedText): FieldDefinition {
  return defineField('owner', 'user', text, { column: 'owner_id', attribute: 'ownerId' });
}

export const currencyField: FieldDefinition = defineField('currency', 'select', label('Currency', 'Валюта'), {
  list: 'money.currency',
  required: true,
  filledIn: true,
});

/** Why somebody moved the record to its status, for statuses that ask; see status-reason.ts. */
export function statusReasonFields(entity: string, statusField: string): readonly FieldDefinition[] {
  const choice = `${statusField}Reason`;
  return [
    defineField(choice, 'select', label('Reason for the status', 'Причина статуса'), {
      ...{ section: 'details', list: `${entity}.${choice}` },
    }),
    defineField(`${statusField}Note`, 'longText', label('About the status', 'Пояснение к статусу'), {
      ...{ section: 'details', lengthMax: 1000 },
    }),
  ];
}

/** When somebody last spoke with the customer, and when somebody is going to; kept by the product. */
export const contactTimeFields: readonly FieldDefinition[] = [
  defineField('lastContactAt', 'dateTime', label('Last contact', 'Последний контакт'), {
    section: 'system',
    readOnly: true,
  }),
  defineField('nextActivityAt', 'dateTime', label('Next activity', 'Следующее действие'), {
    section: 'system',
    readOnly: true,
  }),
];

/** The fields that the product itself keeps on every record. */
export const systemFields: readonly FieldDefinition[] = [
  defineField('createdAt', 'dateTime', label('Created', 'Создано'), { section: 'system', readOnly: true }),
  defineField('createdBy', 'user', label('Created by', 'Кем создано'), {
    section: 'system',
    readOnly: true,
    sortable: false,
  }),
  defineField('updatedAt', 'dateTime', label('Changed', 'Изменено'), { section: 'system', readOnly: true }),
  defineField('updatedBy', 'user', label('Changed by', 'Кем изменено'), {
    section: 'system',
    readOnly: true,
    sortable: false,
  }),
];

/** Team and territory that a record belongs to: levels of rights ask for them. */
export const teamFields: readonly FieldDefinition[] = [
  defineField('team', 'reference', label('Team', 'Команда'), {
    section: 'details',
    references: 'team',
    column: 'team_id',
    attribute: 'teamId',
  }),
  defineField('territory', 'reference', label('Territory', 'Территория'), {
    section: 'details',
    references: 'territory',
    column: 'territory_id',
    attribute: 'territoryId',
  }),
];

/** The primary phone and e-mail of a party; written to `comm_point`. */
export function pointFields(party: 'account' | 'contact'): readonly FieldDefinition[] {
  const point = (kind: string, column: string) => (alias: string) =>
    `(select ${column} from crm.comm_point p where p.party_type = '${party}' and p.party_id = ${alias}.id and p.kind = '${kind}' and p.is_primary)`;
  return [
    defineField('phone', 'phone', label('Phone', 'Телефон'), {
      section: 'contact',
      sql: point('phone', 'coalesce(p.e164, p.raw)'),
    }),
    defineField('email', 'email', label('E-mail', 'Электронная почта'), {
      section: 'contact',
      sql: point('email', 'coalesce(p.email_norm, p.raw)'),
    }),
    toCheckField(party),
  ];
}

/** What is wrong with any of the party's phones and addresses, so that a list finds what somebody must look at. */
function toCheckField(party: 'account' | 'contact'): FieldDefinition {
  const problem = `p.kind || '_' || p.status`;
  const doubted = `p.party_type = '${party}' and p.status <> 'ok' and p.kind in ('phone', 'email')`;
  return {
    ...defineField(
      'toCheck',
      'multiSelect',
      label('Phone and e-mail to check', 'Проверить телефон и почту'),
      {
        section: 'system',
        readOnly: true,
        list: 'party.toCheck',
        sql: (alias) =>
          `array(select distinct ${problem} from crm.comm_point p where p.party_id = ${alias}.id and ${doubted} order by 1)`,
      },
    ),
    holdsSql: (alias, codes) =>
      `${alias}.id in (select p.party_id from crm.comm_point p
        where ${doubted} ${codes === null ? '' : `and (${problem}) = any(${codes})`})`,
  };
}

export const TAGS = 'tags';

/** The words that people put on a record, by name. Set through the tags of the record, so read only here. */
export function tagsField(entity: string): FieldDefinition {
  const sql = (alias: string): string =>
    `array(select t.name from crm.record_tag rt join crm.tag t on t.id = rt.tag_id
      where rt.entity = '${entity}' and rt.record_id = ${alias}.id order by lower(t.name))`;
  return {
    ...defineField(TAGS, 'multiSelect', label('Tags', 'Теги'), { section: 'system', readOnly: true, sql }),
    holdsSql: (alias, names) =>
      `${alias}.id in (select rt.record_id from crm.record_tag rt join crm.tag t on t.id = rt.tag_id
        where rt.entity = '${entity}' ${names === null ? '' : `and lower(t.name) in (select lower(n) from unnest(${names}) n)`})`,
  };
}
