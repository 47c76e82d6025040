/** What fields of administrators add to a write: where their values go, and the rules that only they have. */
import type { Unit } from '../database/transaction.ts';
import { fieldsInvalid, type FieldRefusal } from '../errors.ts';
import type { EntityDefinition, FieldDefinition, FieldValues } from '../entities/entity-types.ts';
import { customValueSql } from './custom-definitions.ts';
import { conditionsHold } from './field-conditions.ts';

/**
 * The attribute `custom` of the row after the write; empty when no such field is written. What the row holds beside
 * known fields stays: values of dropped fields wait there to be restored.
 */
export function customAttribute(
  definition: EntityDefinition,
  values: FieldValues,
  before: unknown,
): { readonly custom?: FieldValues } {
  const written = customFieldsOf(definition).filter((field) => values[field.key] !== undefined);
  if (written.length === 0) return {};
  const custom: FieldValues = { ...(before as FieldValues | null | undefined) };
  for (const { key } of written) {
    if (isEmpty(values[key])) delete custom[key];
    else custom[key] = values[key];
  }
  return { custom };
}

/**
 * What is conditionally required and what must be unique. A condition counts when one of the fields that it is about is
 * written, so that records from before a rule can still be changed elsewhere.
 * @throws CrmRejection CRM_FIELDS_INVALID
 */
export async function assertCustomRules(
  unit: Unit,
  request: {
    readonly definition: EntityDefinition;
    readonly id: string;
    readonly values: FieldValues;
    /** Null when the record is being created. */
    readonly before: FieldValues | null;
  },
): Promise<void> {
  const { definition, id, values, before } = request;
  const fields = customFieldsOf(definition);
  if (fields.length === 0) return;
  const after = { ...before, ...values };
  const problems: FieldRefusal[] = fields
    .filter((field) => isMissing(field, after) && (before === null || concerns(field, values)))
    .map((field) => missingValue(field));
  for (const field of fields) {
    const value = values[field.key];
    if (!field.custom?.isUnique || isEmpty(value)) continue;
    if (await isTaken(unit, { definition, field, id, value }))
      problems.push({
        path: field.key,
        message: `Another record has this '${field.label.en}': choose another value.`,
        code: 'taken',
      });
  }
  if (problems.length > 0) throw fieldsInvalid(problems);
}

/**
 * The same rules for many records at once: what is wrong, by the id of the record. Of two that want one unique value
 * the first has it.
 */
export async function customProblems(
  unit: Unit,
  definition: EntityDefinition,
  rows: readonly { readonly id: string; readonly values: FieldValues; readonly before: FieldValues | null }[],
): Promise<ReadonlyMap<string, readonly FieldRefusal[]>> {
  const problems = new Map<string, FieldRefusal[]>();
  const say = (id: string, problem: FieldRefusal): void =>
    void problems.set(id, [...(problems.get(id) ?? []), problem]);
  const fields = customFieldsOf(definition);
  for (const { id, values, before } of rows) {
    const after = { ...before, ...values };
    for (const field of fields) {
      if (isMissing(field, after) && (before === null || concerns(field, values)))
        say(id, missingValue(field));
    }
  }
  for (const field of fields.filter((one) => one.custom?.isUnique)) {
    const wanting = rows.filter((row) => !isEmpty(row.values[field.key]));
    const taken = await takenValues(unit, { definition, field, rows: wanting });
    for (const { id, values } of wanting) {
      const value = JSON.stringify(values[field.key]);
      const holder = taken.get(value);
      if (holder === undefined) taken.set(value, id);
      else if (holder !== id)
        say(id, {
          path: field.key,
          message: `Another record has this '${field.label.en}': choose another value.`,
          code: 'taken',
        });
    }
  }
  return problems;
}

/** Who has which of the wanted values. Locks are taken in one order, so that two such writes never wait in a circle. */
async function takenValues(
  unit: Unit,
  request: {
    readonly definition: EntityDefinition;
    readonly field: FieldDefinition;
    readonly rows: readonly { readonly values: FieldValues }[];
  },
): Promise<Map<string, string>> {
  const { definition, field, rows } = request;
  const values = [
    ...new Map(rows.map((row) => [JSON.stringify(row.values[field.key]), row.values[field.key]])),
  ];
  if (values.length === 0) return new Map();
  await unit.client.query(
    `select pg_advisory_xact_lock(key) from (
       select hashtextextended(wanted, 0) as key from unnest($1::text[]) wanted order by 1) locks`,
    [values.map(([text]) => `unique ${field.custom?.id ?? ''} ${text}`)],
  );
  const column = customValueSql(field, 'r');
  const found = await unit.client.query<{ id: string; value: unknown }>(
    `select r.id, ${column}${field.storage === 'date' ? '::text' : ''} as value from ${definition.table} r
     where r.deleted_at is null and ${column} = any($1::${field.storage}[])`,
    [values.map(([, value]) => value)],
  );
  return new Map(found.rows.map((row) => [JSON.stringify(row.value), row.id]));
}

function customFieldsOf(definition: EntityDefinition): FieldDefinition[] {
  return definition.fields.filter((field) => field.custom !== undefined);
}

function isMissing(field: FieldDefinition, after: FieldValues): boolean {
  const { requiredIf = null, visibleIf = null } = field.custom ?? {};
  if (requiredIf === null || !isEmpty(after[field.key])) return false;
  return conditionsHold(requiredIf, after) && (visibleIf === null || conditionsHold(visibleIf, after));
}

function concerns(field: FieldDefinition, values: FieldValues): boolean {
  const { requiredIf = null, visibleIf = null } = field.custom ?? {};
  const about = [field.key, ...[...(requiredIf ?? []), ...(visibleIf ?? [])].map((one) => one.field)];
  return about.some((key) => key in values);
}

async function isTaken(
  unit: Unit,
  request: {
    readonly definition: EntityDefinition;
    readonly field: FieldDefinition;
    readonly id: string;
    readonly value: unknown;
  },
): Promise<boolean> {
  const { definition, field, id, value } = request;
  // Two writers of one value wait for each other: the second sees what the first has stored.
  await unit.client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `unique ${field.custom?.id ?? ''} ${JSON.stringify(value)}`,
  ]);
  const { rowCount } = await unit.client.query(
    `select from ${definition.table} r
     where r.deleted_at is null and r.id <> $1 and ${customValueSql(field, 'r')} = $2::${field.storage} limit 1`,
    [id, value],
  );
  return rowCount !== 0;
}

function isEmpty(value: unknown): boolean {
  return (
    value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

function missingValue(field: FieldDefinition): FieldRefusal {
  return {
    path: field.key,
    code: 'required',
    message: `'${field.label.en}' is required here: give it a value.`,
  };
}
