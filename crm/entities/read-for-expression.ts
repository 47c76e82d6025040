/**
 * Records as values for expressions, templates and conditions: every field by its key, references as the records
 * themselves (so `ticket.account.owner.name` works), each still carrying `$record` and `id`, so that it can be
 * stored in a variable as a reference. References of references end as bare references; each level is one statement.
 * No rights apply here: what a definition may read is declared by it and checked by the host.
 */
import type { Queryable } from '../database/transaction.ts';
import type { CrmRecordRef, JsonValue } from '../ports.ts';
import { survivorsOf } from '../merge/redirects.ts';
import type { EntityDefinition } from './entity-types.ts';
import { isUuid } from './filter-sql.ts';
import { findEntity } from './entity-table.ts';

export type ExpressionValue = Record<string, JsonValue>;

/** Reads records for expressions; what the company's people are called is remembered for a moment. */
export type ExpressionReader = (
  reader: Queryable,
  refs: readonly CrmRecordRef[],
) => Promise<(ExpressionValue | null)[]>;

type Known = Map<string, ExpressionValue>;

/** ticket → account → owner: deep enough for conditions, small enough for one step. */
const DEPTH_MAX = 3;
/** Nearly every record names the same few people. Their records change rarely, and no decision hangs on the second. */
const PEOPLE_FRESH_MS = 1_000;
const PERSON = 'user';

export function createExpressionReader(): ExpressionReader {
  const people: { at: number; known: Known } = { at: 0, known: new Map() };
  return async (reader, refs) => {
    const at = performance.now();
    if (at - people.at > PEOPLE_FRESH_MS) {
      people.at = at;
      people.known = new Map();
    }
    const known: Known = new Map(people.known);
    // A person who is asked for himself is read afresh.
    for (const ref of refs) known.delete(keyOf(ref));
    let wanted = refs;
    for (let depth = 0; depth < DEPTH_MAX && wanted.length > 0; depth += 1) {
      wanted = await readLevel(reader, wanted, known);
    }
    for (const ref of await mergedRefs(reader, refs, known)) known.set(keyOf(ref.asked), ref.value);
    for (const [key, value] of known) if (value.$record === PERSON) people.known.set(key, value);
    return refs.map((ref) => {
      const found = known.get(keyOf(ref));
      return found ? nested(found, known, DEPTH_MAX) : null;
    });
  };
}

/** A reference to a record that was merged into another means that one. */
async function mergedRefs(
  reader: Queryable,
  refs: readonly CrmRecordRef[],
  known: Known,
): Promise<readonly { readonly asked: CrmRecordRef; readonly value: ExpressionValue }[]> {
  const missing = refs.filter((ref) => !known.has(keyOf(ref)) && isUuid(ref.id));
  const followed: { asked: CrmRecordRef; ref: CrmRecordRef }[] = [];
  for (const entity of new Set(missing.map((ref) => ref.$record))) {
    const asked = missing.filter((ref) => ref.$record === entity);
    const survivors = await survivorsOf(
      reader,
      entity,
      asked.map((ref) => ref.id),
    );
    for (const one of asked) {
      const id = survivors.get(one.id);
      if (id !== undefined) followed.push({ asked: one, ref: { $record: entity, id } });
    }
  }
  let wanted: readonly CrmRecordRef[] = followed.map((one) => one.ref);
  for (let depth = 0; depth < DEPTH_MAX && wanted.length > 0; depth += 1)
    wanted = await readLevel(reader, wanted, known);
  return followed.flatMap(({ asked, ref }) => {
    const value = known.get(keyOf(ref));
    return value ? [{ asked, value }] : [];
  });
}

/** Reads what is not known yet and returns what it refers to. */
async function readLevel(
  reader: Queryable,
  refs: readonly CrmRecordRef[],
  known: Known,
): Promise<CrmRecordRef[]> {
  const missing = refs.filter((ref) => !known.has(keyOf(ref)) && isUuid(ref.id));
  const selects: string[] = [];
  const values: string[][] = [];
  for (const entity of [...new Set(missing.map((ref) => ref.$record))].toSorted()) {
    const definition = findEntity(entity);
    if (!definition) continue;
    values.push([...new Set(missing.filter((ref) => ref.$record === entity).map((ref) => ref.id))]);
    selects.push(selectSql(definition, `$${values.length}`));
  }
  if (selects.length === 0) return [];
  const { rows } = await reader.query<{ entity: string; record: Record<string, unknown> }>(
    selects.join(' union all '),
    values,
  );
  return rows.flatMap(({ entity, record }) => {
    const value = valueOf(entity, record);
    known.set(keyOf({ $record: entity, id: String(record.id) }), value);
    return referencesOf(entity, value);
  });
}

function selectSql(definition: EntityDefinition, ids: string): string {
  const columns = definition.fields.map((field) => `${field.sql('r')} as "f_${field.key}"`);
  return `select '${definition.entity}' as entity, row_to_json(record) as record from (
      select r.id, ${definition.titleSql('r')} as title, ${columns.join(', ')}
      from ${definition.table} r
      where r.id = any(${ids}::uuid[]) and r.deleted_at is null) record`;
}

function valueOf(entity: string, record: Record<string, unknown>): ExpressionValue {
  const value: ExpressionValue = {
    $record: entity,
    id: record.id as JsonValue,
    title: record.title as JsonValue,
  };
  for (const field of findEntity(entity)?.fields ?? []) {
    const plain = (record[`f_${field.key}`] ?? null) as JsonValue;
    if (field.referenceEntity !== null && typeof plain === 'string')
      value[field.key] = { $record: field.referenceEntity, id: plain };
    else if (field.storage === 'timestamptz' && typeof plain === 'string')
      value[field.key] = new Date(plain).toISOString();
    else value[field.key] = plain;
  }
  return value;
}

/** Who wrote a row is seldom asked for and not read along. */
function referencesOf(entity: string, value: ExpressionValue): CrmRecordRef[] {
  return (findEntity(entity)?.fields ?? []).flatMap((field) => {
    const target = value[field.key];
    return field.section !== 'system' && isRef(target) ? [{ $record: target.$record, id: target.id }] : [];
  });
}

function nested(
  value: ExpressionValue,
  known: ReadonlyMap<string, ExpressionValue>,
  depth: number,
): ExpressionValue {
  if (depth <= 1) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      const target = isRef(one) ? known.get(keyOf(one)) : undefined;
      return [key, target ? nested(target, known, depth - 1) : one];
    }),
  );
}

function isRef(value: JsonValue | undefined): value is JsonValue & CrmRecordRef {
  return typeof value === 'object' && value !== null && '$record' in value;
}

function keyOf(ref: CrmRecordRef): string {
  return `${ref.$record}:${ref.id}`;
}
