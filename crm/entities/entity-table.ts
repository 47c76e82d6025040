/**
 * The table of all kinds of records as they are at the moment: what is shipped, which the registry puts in, and what
 * the metadata of the database adds. It stands apart from the registry, because rights ask it, and the shipped kinds ask
 * for rights. A process serves one database, so there is one table. Definitions are replaced as a whole and never
 * changed: who holds one may go on with it.
 */
import { CrmRejection } from '../errors.ts';
import { TAGS, tagsField } from './define-field.ts';
import type { EntityDefinition, FieldDefinition } from './entity-types.ts';

let shipped: readonly EntityDefinition[] = [];
export let entities: readonly EntityDefinition[] = shipped;
let byName: ReadonlyMap<string, EntityDefinition> = new Map();
let installer: object | null = null;

export function installShipped(definitions: readonly EntityDefinition[]): void {
  shipped = definitions;
  install(definitions);
}

/** Replaces what the metadata added. A shipped field or kind wins over an added one of the same name. */
export function installMetadata(
  by: object,
  added: {
    readonly entities: readonly EntityDefinition[];
    readonly fields: ReadonlyMap<string, readonly FieldDefinition[]>;
  },
): void {
  const own = new Set(shipped.map((definition) => definition.entity));
  const all = [...shipped, ...added.entities.filter((definition) => !own.has(definition.entity))];
  install(all.map((definition) => withFields(definition, added.fields.get(definition.entity) ?? [])));
  installer = by;
}

function install(definitions: readonly EntityDefinition[]): void {
  entities = definitions.map(withTags);
  byName = new Map(entities.map((definition) => [definition.entity, definition]));
}

/** Whatever is worked with as a record can be tagged. */
function withTags(definition: EntityDefinition): EntityDefinition {
  const isTagged = definition.model !== null && !definition.isDirectory;
  if (!isTagged || definition.fields.some((field) => field.key === TAGS)) return definition;
  return { ...definition, fields: [...definition.fields, tagsField(definition.entity)] };
}

export function isInstalledBy(by: object): boolean {
  return installer === by;
}

function withFields(definition: EntityDefinition, added: readonly FieldDefinition[]): EntityDefinition {
  const keys = new Set(definition.fields.map((field) => field.key));
  const fresh = added.filter((field) => !keys.has(field.key));
  if (fresh.length === 0) return definition;
  const isSystem = (field: FieldDefinition): boolean => field.section === 'system';
  const listed = fresh.filter((field) => field.custom?.inList).map((field) => field.key);
  return {
    ...definition,
    listColumns: [...definition.listColumns, ...listed],
    fields: [
      ...definition.fields.filter((field) => !isSystem(field)),
      ...fresh,
      ...definition.fields.filter(isSystem),
    ],
  };
}

/** Whether there is such a kind of record; a variable of a process may name others. */
export function isEntity(name: string): boolean {
  return byName.has(name);
}

/** @throws CrmRejection CRM_ENTITY_UNKNOWN */
export function entityOf(name: string): EntityDefinition {
  const definition = byName.get(name);
  if (definition) return definition;
  const known = entities.map((one) => one.entity).join(', ');
  throw new CrmRejection('CRM_ENTITY_UNKNOWN', `Expected one of the entities ${known}, but got '${name}'.`);
}

export function findEntity(name: string): EntityDefinition | null {
  return byName.get(name) ?? null;
}

export function fieldOf(definition: EntityDefinition, key: string): FieldDefinition | null {
  return definition.fields.find((field) => field.key === key) ?? null;
}

/** Whether records of the kind are made and changed here. */
export function isWritten(definition: EntityDefinition): boolean {
  return definition.model !== null && !definition.isRetired;
}
