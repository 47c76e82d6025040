/** Turns rows of the metadata into the same definitions that shipped entities have, so that nothing else differs. */
import { defineField, systemFields, teamFields } from '../entities/define-field.ts';
import type { EntityDefinition, FieldDefinition, StorageType } from '../entities/entity-types.ts';
import { findEntity } from '../entities/entity-table.ts';
import type { FieldCondition } from './field-conditions.ts';
import { RecordModel } from './record.model.ts';

export interface FieldRow {
  readonly id: string;
  readonly entity: string;
  readonly key: string;
  readonly type: FieldDefinition['type'];
  readonly label_en: string;
  readonly label_ru: string;
  readonly section: 'main' | 'contact' | 'details';
  readonly required: boolean;
  readonly is_unique: boolean;
  readonly is_indexed: boolean;
  readonly is_searched: boolean;
  readonly in_list: boolean;
  readonly reference_entity: string | null;
  readonly visible_if: FieldCondition[] | null;
  readonly required_if: FieldCondition[] | null;
}

export interface EntityRow {
  readonly entity: string;
  readonly label_en: string;
  readonly label_ru: string;
  readonly plural_en: string;
  readonly plural_ru: string;
  readonly is_retired: boolean;
}

/** Name of the choices of a custom field. */
export function listOf(row: Pick<FieldRow, 'entity' | 'key' | 'type'>): string | null {
  return row.type === 'select' || row.type === 'multiSelect' ? `${row.entity}.${row.key}` : null;
}

/** The key is checked when the field is made (letters and digits), so it stands in SQL as it is. */
const READ: Readonly<Record<StorageType, (custom: string, key: string) => string>> = {
  text: (custom, key) => `(${custom}->>'${key}')`,
  float8: (custom, key) => `(${custom}->>'${key}')::float8`,
  boolean: (custom, key) => `(${custom}->>'${key}')::boolean`,
  uuid: (custom, key) => `(${custom}->>'${key}')::uuid`,
  date: (custom, key) => `crm.as_date(${custom}->>'${key}')`,
  timestamptz: (custom, key) => `crm.as_instant(${custom}->>'${key}')`,
  'text[]': (custom, key) => `crm.as_texts(${custom}->'${key}')`,
};

/** The value of a custom field; without alias as an index has it. */
export function customValueSql(
  field: Pick<FieldDefinition, 'key' | 'storage'>,
  alias: string | null,
): string {
  return READ[field.storage](alias === null ? 'custom' : `${alias}.custom`, field.key);
}

export function fieldFromRow(row: FieldRow): FieldDefinition {
  const { key, type, section, required, visible_if, required_if } = row;
  const label = { en: row.label_en, ru: row.label_ru };
  const list = listOf(row);
  const sketch = defineField(key, type, label);
  const sql = (alias: string): string => customValueSql(sketch, alias);
  const field = defineField(key, type, label, {
    section,
    sql,
    // What is not always shown cannot always be required.
    required: required && visible_if === null,
    ...(list ? { list } : {}),
    ...(row.reference_entity ? { references: row.reference_entity } : {}),
  });
  const target = field.referenceEntity;
  return {
    ...field,
    // The index of an added field holds only rows that have the key.
    candidatesSql: (alias) => `${alias}.custom ? '${key}'`,
    sortSql: target === null ? field.sortSql : referencedTitle(target, sql),
    sortStorage: target === null ? field.sortStorage : 'text',
    custom: {
      id: row.id,
      isUnique: row.is_unique,
      isSearched: row.is_searched,
      inList: row.in_list,
      visibleIf: visible_if,
      requiredIf: required_if ?? (required && visible_if !== null ? [] : null),
    },
  };
}

/** Asked when a list is sorted: the kind of record that is referred to may itself be new. */
function referencedTitle(entity: string, sql: (alias: string) => string): (alias: string) => string {
  return (alias) => {
    const target = findEntity(entity);
    if (!target) return `null::text collate "und-x-icu"`;
    return `(select ${target.titleSql('t')} from ${target.table} t where t.id = ${sql(alias)}) collate "und-x-icu"`;
  };
}

export function entityFromRow(row: EntityRow): EntityDefinition {
  const text = (en: string, ru: string) => ({ en, ru });
  return {
    entity: row.entity,
    label: text(row.label_en, row.label_ru),
    pluralLabel: text(row.plural_en, row.plural_ru),
    // The name is checked when the kind is made (letters and _). PostgreSQL merges this into the outer statement.
    table: `(select * from crm.record where entity = '${row.entity}')`,
    titleField: 'name',
    titleSql: (alias) => `${alias}.name`,
    subtitleSql: (alias) => `(select a.name from crm.account a where a.id = ${alias}.account_id)`,
    numberColumn: null,
    statusField: null,
    listColumns: ['name', 'account', 'owner', 'createdAt'],
    defaultSort: 'name:asc',
    model: RecordModel,
    partyType: null,
    historyFields: [],
    accountSql: (alias) => `${alias}.account_id`,
    timelineKind: 'record',
    afterWrite: null,
    isCustom: true,
    isRetired: row.is_retired,
    fields: [
      defineField('name', 'text', text('Name', 'Название'), { required: true }),
      defineField('account', 'reference', text('Account', 'Клиент'), {
        references: 'account',
        column: 'account_id',
        attribute: 'accountId',
      }),
      defineField('owner', 'user', text('Owner', 'Ответственный'), {
        column: 'owner_id',
        attribute: 'ownerId',
      }),
      ...teamFields,
      ...systemFields,
    ],
  };
}
