/** What the fields of tasks and instances have in common: people and records lie in the engine as texts, not as ids. */
import { defineField, type FieldDefinition, type RequestUser } from '#crm';

interface Label {
  readonly en: string;
  readonly ru: string;
}

export const label = (en: string, ru: string): Label => ({ en, ru });

/** A text of the engine as an id; null where it is none. */
function idSql(text: string): string {
  return `(case when ${text} ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' then (${text})::uuid end)`;
}

/** A person whom the engine names by a text. Compared as a text, so that an index of the engine serves the question. */
export function personField(
  key: string,
  words: Label,
  sql: (alias: string) => string,
  options: { readonly sortable?: boolean } = {},
): FieldDefinition {
  return {
    ...defineField(key, 'user', words, { readOnly: true, sql, ...options }),
    storage: 'text',
    sortStorage: 'text',
    sortSql: (alias) =>
      `(select t.name from crm."user" t where t.id = ${idSql(sql(alias))}) collate "und-x-icu"`,
  };
}

/** The record of one kind that the instance works on, by the SQL of its id. */
export function recordField(
  entity: string,
  words: Label,
  instanceSql: (alias: string) => string,
): FieldDefinition {
  const field = defineField(entity, 'reference', words, {
    references: entity,
    readOnly: true,
    sortable: false,
    sql: (alias) =>
      `(select l.record_id from engine.record_link l where l.instance_id = ${instanceSql(alias)}
        and l.entity = '${entity}' order by l.variable limit 1)`,
  });
  return { ...field, storage: 'text', sortStorage: 'text', sortSql: null };
}

export const RECORDS: readonly (readonly [string, Label])[] = [
  ['account', label('Account', 'Клиент')],
  ['contact', label('Contact', 'Контакт')],
  ['deal', label('Deal', 'Сделка')],
  ['ticket', label('Ticket', 'Обращение')],
  ['lead', label('Lead', 'Лид')],
];

/**
 * When a row was made. Ids rise with time, so their index is the order of the list; each row has one, which the keyset
 * takes from the column.
 */
export function bornField(key: string, words: Label): FieldDefinition {
  return {
    ...defineField(key, 'dateTime', words, { column: 'created_at', readOnly: true }),
    sortSql: (alias) => `${alias}.id`,
    sortStorage: 'uuid',
  };
}

/** Oneself and those whose work one does. */
export function selfAndAbsent(user: RequestUser): string[] {
  return [user.id, ...user.standsInFor.map((person) => person.id)];
}
