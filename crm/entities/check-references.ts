/** A reference may only name a record that the writer may read; who may own a record is a matter of the scope of the write. */
import { fieldsInvalid, type FieldProblem } from '../errors.ts';
import type { Queryable } from '../database/transaction.ts';
import type { EntityDefinition, FieldValues } from './entity-types.ts';
import { readLinks, type RowContext } from './record-rows.ts';

/** @throws CrmRejection CRM_FIELDS_INVALID */
export async function checkReferences(
  reader: Queryable,
  request: { definition: EntityDefinition; values: FieldValues; ownId: string },
  context: RowContext,
): Promise<void> {
  const problems: FieldProblem[] = [];
  for (const field of request.definition.fields) {
    const id = request.values[field.key];
    if (field.referenceEntity === null || typeof id !== 'string') continue;
    if (id === request.ownId && field.referenceEntity === request.definition.entity) {
      problems.push({
        path: field.key,
        message: `'${field.label.en}' cannot be the record itself: choose another.`,
      });
      continue;
    }
    const found = await readLinks(reader, { entity: field.referenceEntity, ids: [id] }, context);
    if (found.length === 0) {
      problems.push({
        path: field.key,
        message: `'${field.label.en}' names no ${field.referenceEntity} that you may see: choose another.`,
      });
    }
  }
  if (problems.length > 0) throw fieldsInvalid(problems);
}
