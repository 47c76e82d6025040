/** A reference may only name a record that the writer may read; who may own a record is a matter of the scope of the write. */
import { fieldsInvalid, type FieldRefusal } from '../errors.ts';
import type { Queryable } from '../database/transaction.ts';
import type { EntityDefinition, FieldDefinition, FieldValues } from './entity-types.ts';
import { readLinkGroups, type RowContext } from './record-rows.ts';

interface Reference {
  readonly field: FieldDefinition;
  readonly entity: string;
  readonly id: string;
}

/** @throws CrmRejection CRM_FIELDS_INVALID */
export async function checkReferences(
  reader: Queryable,
  request: { definition: EntityDefinition; values: FieldValues; ownId: string },
  context: RowContext,
): Promise<void> {
  const { definition, values, ownId } = request;
  const found = await referenceProblems(reader, { definition, rows: [{ id: ownId, values }] }, context);
  const problems = found.get(ownId) ?? [];
  if (problems.length > 0) throw fieldsInvalid(problems);
}

/** The same for many rows in one statement: what is wrong, by the id of the row. */
export async function referenceProblems(
  reader: Queryable,
  request: { definition: EntityDefinition; rows: readonly { id: string; values: FieldValues }[] },
  context: RowContext,
): Promise<ReadonlyMap<string, readonly FieldRefusal[]>> {
  const { definition, rows } = request;
  const references = rows.flatMap((row) =>
    referencesOf(definition, row.values).map((reference) => ({ ...reference, rowId: row.id })),
  );
  const groups = [...new Set(references.map((reference) => reference.entity))].map((entity) => ({
    entity,
    ids: [...new Set(references.filter((one) => one.entity === entity).map((one) => one.id))],
  }));
  const links = await readLinkGroups(reader, groups, context);
  const readable = new Set(links.map((link) => `${link.entity}:${link.id}`));
  const problems = new Map<string, FieldRefusal[]>();
  for (const { field, entity, id, rowId } of references) {
    const path = field.key;
    const isItself = id === rowId && entity === definition.entity;
    if (!isItself && readable.has(`${entity}:${id}`)) continue;
    const message = isItself
      ? `'${field.label.en}' cannot be the record itself: choose another.`
      : `'${field.label.en}' names no ${entity} that you may see: choose another.`;
    const code = isItself ? 'itself' : 'unseen';
    problems.set(rowId, [...(problems.get(rowId) ?? []), { path, message, code }]);
  }
  return problems;
}

function referencesOf(definition: EntityDefinition, values: FieldValues): Reference[] {
  return definition.fields.flatMap((field) => {
    const id = values[field.key];
    return field.referenceEntity !== null && typeof id === 'string'
      ? [{ field, entity: field.referenceEntity, id }]
      : [];
  });
}
