/**
 * Which records the rows of a file mean: those that they name by id, number or a key of the person's choice; else those
 * that could be the same by what is known of them, scored with reasons. Only among what the importing person may read.
 */
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Queryable } from '../database/transaction.ts';
import { findDuplicates, isCompared } from '../duplicates/candidates.ts';
import { DUPLICATE_SAME } from '../duplicates/score.ts';
import type { EntityDefinition, FieldDefinition } from '../entities/entity-types.ts';
import type { RowContext } from '../entities/record-rows.ts';
import { scopeFor } from '../rights/scope-for.ts';
import type { ImportOptions, RowCandidate, RowProblem } from './import-types.ts';
import { partyFacts } from '../duplicates/party-facts.ts';
import type { ReadRow } from './read-row.ts';

export interface Match {
  /** The record that the row means, beyond doubt. */
  readonly recordId: string | null;
  readonly isNamed: boolean;
  readonly candidates: readonly RowCandidate[];
  readonly problem: RowProblem | null;
}

const NOTHING: Match = { recordId: null, isNamed: false, candidates: [], problem: null };

export async function matchRows(
  reader: Queryable,
  request: {
    readonly definition: EntityDefinition;
    readonly rows: readonly ReadRow[];
    readonly options: ImportOptions;
  },
  context: RowContext,
): Promise<readonly Match[]> {
  const { definition, rows, options } = request;
  const matches: (Match | null)[] = rows.map(() => null);
  const open = (): number[] => matches.flatMap((match, index) => (match === null ? [index] : []));
  for (const key of keysOf(definition, options)) {
    const asked = open().flatMap((index) => {
      const value = key.valueOf(rows[index] as ReadRow);
      return value === null ? [] : [{ index, value }];
    });
    if (asked.length === 0) continue;
    const found = await findByKey(
      reader,
      definition,
      key.sql,
      asked.map((one) => one.value),
      context,
    );
    for (const { index, value } of asked) {
      const ids = found.get(value) ?? [];
      const [only] = ids;
      if (ids.length === 1 && only)
        matches[index] = { recordId: only, isNamed: true, candidates: [], problem: null };
      else if (ids.length > 1)
        matches[index] = { ...NOTHING, problem: { field: key.target, problem: 'several', detail: value } };
      // A number or id that names nothing is a mistake; a key that finds nothing is a new record.
      else if (key.mustExist)
        matches[index] = {
          ...NOTHING,
          problem: { field: key.target, problem: 'recordNotFound', detail: value },
        };
    }
  }
  if (options.findDuplicates && isCompared(definition.entity)) {
    const probes = open().map((index) => ({
      ref: String(index),
      facts: partyFacts(definition, rows[index] as ReadRow),
    }));
    const found = await findDuplicates(reader, { entity: definition.entity, probes }, context);
    for (const [ref, candidates] of found) {
      const best = candidates[0];
      matches[Number(ref)] = {
        ...NOTHING,
        recordId: best && best.score >= DUPLICATE_SAME ? best.id : null,
        candidates: candidates.map((one) => ({ ...one, row: null })),
      };
    }
  }
  return matches.map((match) => match ?? NOTHING);
}

interface MatchKey {
  readonly target: string;
  readonly mustExist: boolean;
  readonly sql: string;
  valueOf(row: ReadRow): string | null;
}

function keysOf(definition: EntityDefinition, options: ImportOptions): readonly MatchKey[] {
  const keys: MatchKey[] = [{ target: '$id', mustExist: true, sql: 'r.id::text', valueOf: (row) => row.id }];
  if (definition.numberColumn !== null)
    keys.push({
      target: '$number',
      mustExist: true,
      sql: `r.${definition.numberColumn}`,
      valueOf: (row) => row.number,
    });
  for (const key of options.keys) {
    const field = definition.fields.find((one) => one.key === key);
    if (!field) continue;
    keys.push({
      target: key,
      mustExist: false,
      sql: keySql(field),
      valueOf: ({ values }) =>
        values[key] === undefined || values[key] === null ? null : String(values[key]),
    });
  }
  return keys;
}

/** Texts by the collation of the list's index; numbers as JavaScript writes them. */
function keySql(field: FieldDefinition): string {
  const value = field.sql('r');
  return field.storage === 'text' ? `(${value}) collate "und-x-icu"` : `(${value})::text`;
}

async function findByKey(
  reader: Queryable,
  definition: EntityDefinition,
  sql: string,
  values: readonly string[],
  context: RowContext,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const parameters = new SqlParameters();
  const given = parameters.add([...new Set(values)], 'text[]');
  const scope = scopeFor({ ...context, entity: definition.entity, action: 'read', alias: 'r', parameters });
  // By id the index of the table itself, which a text would not use.
  const where = sql === 'r.id::text' ? `r.id = any(${given}::uuid[])` : `${sql} = any(${given})`;
  const { rows } = await reader.query<{ id: string; value: string }>(
    `select r.id, ${sql} as value from ${definition.table} r where ${where} and r.deleted_at is null and ${scope}`,
    parameters.values,
  );
  const found = new Map<string, string[]>();
  for (const { id, value } of rows) found.set(value, [...(found.get(value) ?? []), id]);
  return found;
}
