/** A reference may only name a record that the writer may read; who may own a record is a matter of the scope of the write. */
import { fieldsInvalid, type FieldProblem } from '../errors.ts';
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
  const references = referencesOf(request.definition, request.values);
  const groups = [...new Set(references.map((reference) => reference.entity))].map((entity) => ({
    entity,
    ids: references.filter((reference) => reference.entity === entity).map((reference) => reference.id),
  }));
  const links = await readLinkGroups(reader, groups, context);
  const readable = new Set(links.map((link) => `${link.entity}:${link.id}`));
  const problems: FieldProblem[] = [];
  for (const { field, entity, id } of references) {
    const path = field.key;
    if (id === request.ownId && entity === request.definition.entity) {
      problems.push({ path, message: `'${field.label.en}' cannot be the record itself: choose another.` });
    } else if (!readable.has(`${entity}:${id}`)) {
      problems.push({
        path,
        message: `'${field.label.en}' names no ${entity} that you may see: choose another.`,
      });
    }
  }
  if (problems.length > 0) throw fieldsInvalid(problems);
}

function referencesOf(definition: EntityDefinition, values: FieldValues): Reference[] {
  return definition.fields.flatMap((field) => {
    const id = values[field.key];
    return field.referenceEntity !== null && typeof id === 'string'
      ? [{ field, entity: field.referenceEntity, id }]
      : [];
  });
}
