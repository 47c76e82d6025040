/**
 * Records and people that cells name: by id, number, name, e-mail or domain, among those that the importing person may
 * see. Many texts in one statement, and each text once for the whole import.
 */
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Queryable } from '../database/transaction.ts';
import type { EntityDefinition } from '../entities/entity-types.ts';
import { entityOf, fieldOf } from '../entities/entity-table.ts';
import { isUuid } from '../entities/filter-sql.ts';
import type { RowContext } from '../entities/record-rows.ts';
import { normaliseEmail } from '../phones/normalise-email.ts';
import { scopeFor } from '../rights/scope-for.ts';

export type Resolved = { readonly id: string } | 'none' | 'several';

export interface ReferenceBook {
  /** Looks up what is not known yet. */
  learn(
    reader: Queryable,
    wanted: readonly { readonly entity: string; readonly text: string; readonly action: 'read' | 'edit' }[],
  ): Promise<void>;
  find(entity: string, text: string, action: 'read' | 'edit'): Resolved;
}

/** A list that names more different records than this is looked up again now and then. */
const KNOWN_MAX = 100_000;

export function createReferenceBook(context: RowContext): ReferenceBook {
  const known = new Map<string, Resolved>();
  const keyOf = (entity: string, text: string, action: string): string =>
    `${action} ${entity} ${text.trim()}`;
  return {
    async learn(reader, wanted) {
      if (known.size > KNOWN_MAX) known.clear();
      const groups = new Map<string, { entity: string; action: 'read' | 'edit'; texts: Set<string> }>();
      for (const { entity, text, action } of wanted) {
        if (known.has(keyOf(entity, text, action))) continue;
        const group = groups.get(`${action} ${entity}`) ?? { entity, action, texts: new Set<string>() };
        group.texts.add(text.trim());
        groups.set(`${action} ${entity}`, group);
      }
      for (const { entity, action, texts } of groups.values()) {
        const found = await lookUp(reader, { entity, action, texts: [...texts] }, context);
        for (const text of texts) known.set(keyOf(entity, text, action), found.get(text) ?? 'none');
      }
    },
    find: (entity, text, action) => known.get(keyOf(entity, text, action)) ?? 'none',
  };
}

interface Request {
  readonly entity: string;
  readonly action: 'read' | 'edit';
  readonly texts: readonly string[];
}

/** From the surest way to the vaguest; what one way has found, the next does not look for. */
async function lookUp(
  reader: Queryable,
  request: Request,
  context: RowContext,
): Promise<ReadonlyMap<string, Resolved>> {
  const definition = entityOf(request.entity);
  const found = new Map<string, Resolved>();
  for (const way of waysOf(definition)) {
    const asked = new Map<string, string[]>();
    for (const text of request.texts) {
      if (found.has(text)) continue;
      const value = way.valueOf(text);
      if (value !== null) asked.set(value, [...(asked.get(value) ?? []), text]);
    }
    if (asked.size === 0) continue;
    const hits = await search(
      reader,
      { definition, action: request.action, way, values: [...asked.keys()] },
      context,
    );
    for (const [value, texts] of asked) {
      const ids = hits.get(value);
      if (!ids) continue;
      const [only] = ids;
      for (const text of texts) found.set(text, ids.size === 1 && only ? { id: only } : 'several');
    }
  }
  return found;
}

interface Way {
  /** The value to look for; null where the text cannot be one. */
  valueOf(text: string): string | null;
  /** `id` and `value` of records with one of the values in the parameter, over the alias `r`. */
  sql(values: string): { readonly select: string; readonly join?: string; readonly where: string };
}

function waysOf(definition: EntityDefinition): readonly Way[] {
  const ways: Way[] = [
    {
      valueOf: (text) => (isUuid(text) ? text.toLowerCase() : null),
      sql: (values) => ({ select: 'r.id::text', where: `r.id = any(${values}::uuid[])` }),
    },
  ];
  const number = definition.numberColumn;
  if (number !== null)
    ways.push({
      valueOf: (text) => (/^[\p{L}]{0,4}-?\d+$/u.test(text) ? text.toUpperCase() : null),
      sql: (values) => ({ select: `r.${number}`, where: `r.${number} = any(${values}::text[])` }),
    });
  if (definition.partyType !== null)
    ways.push({
      valueOf: normaliseEmail,
      sql: (values) => ({
        select: 'c.email_norm',
        join: `join crm.comm_point c on c.party_id = r.id and c.party_type = '${definition.partyType}'`,
        where: `c.email_norm = any(${values}::text[])`,
      }),
    });
  else if (fieldOf(definition, 'email')?.column)
    ways.push({
      valueOf: normaliseEmail,
      sql: (values) => ({ select: 'lower(r.email)', where: `r.email = any(${values}::text[])` }),
    });
  if (definition.entity === 'account')
    ways.push({
      valueOf: (text) => (/^[\p{L}\d-]+(\.[\p{L}\d-]+)+$/u.test(text) ? text.toLowerCase() : null),
      sql: (values) => ({ select: 'r.domain', where: `r.domain = any(${values}::text[])` }),
    });
  const title = definition.titleSql('r');
  // The same collation as the index of the list has.
  ways.push({
    valueOf: (text) => text,
    sql: (values) => ({ select: title, where: `${title} collate "und-x-icu" = any(${values}::text[])` }),
  });
  ways.push({
    valueOf: (text) => text.toLowerCase(),
    sql: (values) => ({ select: `lower(${title})`, where: `lower(${title}) = any(${values}::text[])` }),
  });
  return ways;
}

async function search(
  reader: Queryable,
  request: {
    readonly definition: EntityDefinition;
    readonly action: 'read' | 'edit';
    readonly way: Way;
    readonly values: readonly string[];
  },
  context: RowContext,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const { definition, action, way, values } = request;
  const parameters = new SqlParameters();
  const given = parameters.add(values);
  const { select, join = '', where } = way.sql(given);
  const scope = scopeFor({ ...context, entity: definition.entity, action, alias: 'r', parameters });
  const isUser = definition.entity === 'user';
  const { rows } = await reader.query<{ id: string; value: string }>(
    `select r.id, ${select} as value from ${definition.table} r ${join}
     where ${where} and r.deleted_at is null and ${scope}${isUser ? ` and r.status = 'active'` : ''}
     limit 5000`,
    parameters.values,
  );
  const found = new Map<string, Set<string>>();
  for (const { id, value } of rows) found.set(value, (found.get(value) ?? new Set()).add(id));
  return found;
}
