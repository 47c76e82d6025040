/**
 * Rights on single fields. A field that no role of the person names is as open as its record; of the roles that name
 * it, the most permissive counts. Administrators see and change everything; what names a record is never hidden. A
 * process reads and writes what its definition declares, so the narrowing is for people.
 */
import type { EntityDefinition, FieldDefinition } from '../entities/entity-types.ts';
import type { FieldLevel, RequestUser } from './request-user.ts';

const ORDER: readonly FieldLevel[] = ['hidden', 'read', 'edit'];

export function fieldLevelOf(user: RequestUser, definition: EntityDefinition, key: string): FieldLevel {
  if (user.isAdmin) return 'edit';
  const named = user.roles.flatMap((role) =>
    (role.fieldRights ?? [])
      .filter((right) => right.entity === definition.entity && right.field === key)
      .map((right) => ORDER.indexOf(right.level)),
  );
  if (named.length === 0) return 'edit';
  const level = ORDER[Math.max(...named)] ?? 'edit';
  return level === 'hidden' && key === definition.titleField ? 'read' : level;
}

/** The same kind of record as this person knows it: hidden fields are not there, others may be read only. */
export function definitionFor(
  definition: EntityDefinition,
  reader: { readonly user: RequestUser; readonly byProcess?: boolean },
): EntityDefinition {
  const { user } = reader;
  const isNarrowed =
    !reader.byProcess &&
    !user.isAdmin &&
    user.roles.some((role) => role.fieldRights?.some((right) => right.entity === definition.entity));
  if (!isNarrowed) return definition;
  const fields = definition.fields.flatMap((field): FieldDefinition[] => {
    const level = fieldLevelOf(user, definition, field.key);
    if (level === 'hidden') return [];
    return [level === 'read' ? { ...field, readOnly: true, setAtCreation: false } : field];
  });
  const keys = new Set(fields.map((field) => field.key));
  const sort = definition.defaultSort.split(',').filter((part) => keys.has(part.split(':')[0] ?? ''));
  return {
    ...definition,
    fields,
    listColumns: definition.listColumns.filter((key) => keys.has(key)),
    statusField: definition.statusField && keys.has(definition.statusField) ? definition.statusField : null,
    defaultSort: sort.length > 0 ? sort.join(',') : `${definition.titleField}:asc`,
  };
}
