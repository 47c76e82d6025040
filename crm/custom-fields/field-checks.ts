/** What must be true of a field before it is made or changed: every problem names the input and the remedy. */
import type { Unit } from '../database/transaction.ts';
import type { EntityDefinition } from '../entities/entity-types.ts';
import { findEntity } from '../entities/entity-table.ts';
import { fieldsInvalid, type FieldProblemCode, type FieldRefusal } from '../errors.ts';
import { customValueSql } from './custom-definitions.ts';
import type { FieldView, NewField } from './field-types.ts';
import { defineField } from '../entities/define-field.ts';

/** Beyond this a table is no table any more; PostgreSQL itself ends at 1,600 columns of a result. */
const FIELDS_MAX = 500;
const UNIQUE_TYPES = ['text', 'number', 'date', 'phone', 'email', 'url'];

/** @throws CrmRejection CRM_FIELDS_INVALID */
export async function assertFieldContent(
  unit: Unit,
  definition: EntityDefinition,
  field: NewField,
  before: FieldView | null = null,
): Promise<void> {
  const problems: FieldRefusal[] = [];
  const say = (path: string, code: FieldProblemCode, message: string): void =>
    void problems.push({ path, code, message });
  if (definition.model === null)
    say('entity', 'noFurtherFields', `'${definition.entity}' takes no further fields.`);
  if (before === null) {
    const taken = await unit.client.query('select from crm.field_def where entity = $1 and key = $2', [
      definition.entity,
      field.key,
    ]);
    if (definition.fields.some((one) => one.key === field.key) || RESERVED.includes(field.key))
      say('key', 'taken', `'${field.key}' is a field already: choose another key.`);
    else if (taken.rowCount !== 0)
      say(
        'key',
        'droppedKey',
        `A dropped field has the key '${field.key}': restore it, or choose another key.`,
      );
    const known = await unit.client.query('select from crm.field_def where entity = $1', [definition.entity]);
    if ((known.rowCount ?? 0) >= FIELDS_MAX)
      problems.push({
        path: 'key',
        code: 'tooMany',
        values: { max: FIELDS_MAX },
        message: `A kind of record has at most ${FIELDS_MAX} fields.`,
      });
  }
  if ((field.type === 'reference') !== (field.referenceEntity !== null))
    say(
      'referenceEntity',
      'referenceKind',
      'A reference names the kind of record that it refers to, and nothing else does.',
    );
  else if (field.referenceEntity !== null && !(await isOffered(unit, field.referenceEntity, before)))
    say('referenceEntity', 'notChoice', `There is no kind of record '${field.referenceEntity}'.`);
  const isChoice = field.type === 'select' || field.type === 'multiSelect';
  if (isChoice && field.options.length === 0)
    say('options', 'noOptions', 'A choice needs at least one option.');
  if (!isChoice && field.options.length > 0)
    say('options', 'onlyChoices', 'Only choices have options: leave them out.');
  if (new Set(field.options.map((option) => option.value)).size !== field.options.length)
    say('options', 'optionTwice', 'Each option has a value of its own: change the second.');
  if (field.isUnique && !UNIQUE_TYPES.includes(field.type))
    say(
      'isUnique',
      'cannotBeUnique',
      `A field of this type cannot be unique: use one of ${UNIQUE_TYPES.join(', ')}.`,
    );
  if (field.isIndexed && field.type === 'longText')
    say('isIndexed', 'cannotBeIndexed', 'A long text is too long for an index: use a text.');
  for (const path of ['visibleIf', 'requiredIf'] as const) {
    for (const condition of field[path] ?? []) {
      const isOther = definition.fields.some((one) => one.key === condition.field);
      if (!isOther || condition.field === field.key)
        say(
          path,
          'foreignField',
          `A condition names another field of the record, but '${condition.field}' is none.`,
        );
    }
  }
  if (problems.length > 0) throw fieldsInvalid(problems);
}

/** A field that refers to a kind since before it was retired goes on to do so. */
async function isOffered(unit: Unit, entity: string, before: FieldView | null): Promise<boolean> {
  if (!findEntity(entity)) return false;
  if (before !== null) return true;
  // Asked under the lock of the metadata: another administrator may be retiring it.
  const retired = 'select from crm.entity_def where entity = $1 and retired_at is not null';
  return (await unit.client.query(retired, [entity])).rowCount === 0;
}

/** Names that a record has beside its fields. */
const RESERVED = ['id', 'title', 'version', 'entity', 'custom', 'links', 'rights'];

/** @throws CrmRejection CRM_FIELDS_INVALID when values occur more than once already. */
export async function assertUniqueNow(
  unit: Unit,
  definition: EntityDefinition,
  field: Pick<FieldView, 'key' | 'type' | 'labelEn'>,
): Promise<void> {
  const value = customValueSql(defineField(field.key, field.type, { en: '', ru: '' }), 'r');
  const { rows } = await unit.client.query<{ value: string }>(
    `select (${value})::text as value from ${definition.table} r
     where r.deleted_at is null and ${value} is not null
     group by 1 having count(*) > 1 order by 1 limit 3`,
  );
  if (rows.length === 0) return;
  const examples = rows.map((row) => `'${row.value}'`).join(', ');
  throw fieldsInvalid([
    {
      path: 'isUnique',
      code: 'sameValues',
      values: { what: examples },
      message: `Several records have the same value (${examples}): mend them first.`,
    },
  ]);
}
