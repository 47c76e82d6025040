/**
 * Records as values for expressions, templates and conditions: every field by its key, references as the records
 * themselves (so `ticket.account.owner.name` works), each still carrying `$record` and `id`, so that it can be
 * stored in a variable as a reference. References of references end as bare references. No rights apply here: what
 * a definition may read is declared by it and checked by the host.
 */
import type { Queryable } from '../database/transaction.ts';
import type { CrmRecordRef, JsonValue } from '../ports.ts';
import { isUuid } from './filter-sql.ts';
import { plainValue } from './record-rows.ts';
import { findEntity } from './registry.ts';

export type ExpressionValue = Record<string, JsonValue>;

/** ticket → account → owner: deep enough for conditions, small enough for one step. */
const DEPTH_MAX = 3;

export async function readForExpression(
  reader: Queryable,
  refs: readonly CrmRecordRef[],
): Promise<(ExpressionValue | null)[]> {
  const known = new Map<string, ExpressionValue>();
  let wanted = refs;
  for (let depth = 0; depth < DEPTH_MAX && wanted.length > 0; depth += 1) {
    wanted = await readLevel(reader, wanted, known);
  }
  return refs.map((ref) => {
    const found = known.get(keyOf(ref));
    return found ? nested(found, known, DEPTH_MAX) : null;
  });
}

/** Reads what is not known yet and returns what it refers to. */
async function readLevel(
  reader: Queryable,
  refs: readonly CrmRecordRef[],
  known: Map<string, ExpressionValue>,
): Promise<CrmRecordRef[]> {
  const next: CrmRecordRef[] = [];
  const missing = refs.filter((ref) => !known.has(keyOf(ref)) && isUuid(ref.id));
  for (const entity of new Set(missing.map((ref) => ref.$record))) {
    const definition = findEntity(entity);
    if (!definition) continue;
    const ids = [...new Set(missing.filter((ref) => ref.$record === entity).map((ref) => ref.id))];
    const columns = definition.fields.map(
      (field) => `${field.sql('r')}${field.storage === 'date' ? '::text' : ''} as "f_${field.key}"`,
    );
    const { rows } = await reader.query<Record<string, unknown> & { id: string; title: string }>(
      `select r.id, ${definition.titleSql('r')} as title, ${columns.join(', ')}
       from ${definition.table} r
       where r.id = any($1::uuid[]) and r.deleted_at is null`,
      [ids],
    );
    for (const row of rows) {
      const value: ExpressionValue = { $record: entity, id: row.id, title: row.title };
      for (const field of definition.fields) {
        const plain = plainValue(row[`f_${field.key}`]) as JsonValue;
        const isReference = field.referenceEntity !== null && typeof plain === 'string';
        value[field.key] = isReference ? { $record: field.referenceEntity, id: plain } : plain;
        if (isReference && field.section !== 'system')
          next.push({ $record: field.referenceEntity, id: plain });
      }
      known.set(keyOf({ $record: entity, id: row.id }), value);
    }
  }
  return next;
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
