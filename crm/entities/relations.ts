/**
 * Related lists of a record page, as predicates over the list of the other kind. Every field of any kind that refers to
 * the page's kind makes one, those of administrators included, under the name `kind.field`; the ones named here have
 * an address of their own, and some know more than one field says.
 */
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Queryable } from '../database/transaction.ts';
import { definitionFor } from '../rights/field-levels.ts';
import { scopeFor } from '../rights/scope-for.ts';
import { entities, entityOf, fieldOf, findEntity, isWritten } from './entity-table.ts';
import type { EntityDefinition, FieldDefinition } from './entity-types.ts';
import { amongCandidates, invalid } from './filter-sql.ts';
import { queryWhereSql } from './record-query.ts';
import { ROW_ALIAS, type RowContext } from './record-rows.ts';
import { currentLinkSql } from '../contacts/current-link.ts';

export interface Relation {
  readonly definition: EntityDefinition;
  readonly within: (parameters: SqlParameters) => string;
  readonly sort: string;
}

/** A list of a record page. */
export interface RelationView {
  readonly relation: string;
  /** The kind of its records. */
  readonly entity: string;
  /** Their field that points to the page's record; null where that is told by more than one field. */
  readonly field: string | null;
  /** How many there are, counted as far as `COUNT_MAX`. */
  readonly total: number;
}

interface RelationOfKind {
  readonly relation: string;
  readonly to: string;
  readonly field: string | null;
  readonly sql: (id: string) => string;
  readonly sort: string;
}

type NamedRelation = Pick<RelationOfKind, 'to' | 'field'> & Partial<Pick<RelationOfKind, 'sql' | 'sort'>>;

const COUNT_MAX = 100;
const LATEST_FIRST = 'createdAt:desc';
const r = ROW_ALIAS;

const pointing = (to: string, field: string): NamedRelation => ({ to, field });

const linkedActivities = (entity: string): NamedRelation => ({
  to: 'activity',
  field: entity,
  sql: (id) =>
    `(${r}.${entity}_id = ${id} or exists (select from crm.activity_link l where l.activity_id = ${r}.id and l.entity = '${entity}' and l.record_id = ${id}))`,
  sort: 'plannedStart:desc,createdAt:desc',
});

/** Of kinds that activities have no field for. */
const aboutActivities = (entity: string): RelationOfKind => ({
  relation: 'activities',
  to: 'activity',
  field: null,
  sql: (id) =>
    `exists (select from crm.activity_link l where l.activity_id = ${r}.id and l.entity = '${entity}' and l.record_id = ${id})`,
  sort: 'plannedStart:desc,createdAt:desc',
});

/** In the order in which a page has them; what is not named follows in the order of kinds and fields. */
const NAMED: Readonly<Record<string, Readonly<Record<string, NamedRelation>>>> = {
  account: {
    deals: pointing('deal', 'account'),
    tickets: pointing('ticket', 'account'),
    leads: pointing('lead', 'account'),
    quotes: pointing('quote', 'account'),
    orders: pointing('order', 'account'),
    activities: linkedActivities('account'),
  },
  contact: {
    deals: {
      to: 'deal',
      field: null,
      sql: (id) =>
        `exists (select from crm.deal_contact c where c.deal_id = ${r}.id and c.contact_id = ${id})`,
    },
    tickets: pointing('ticket', 'contact'),
    leads: pointing('lead', 'contact'),
    activities: linkedActivities('contact'),
  },
  lead: { activities: linkedActivities('lead'), deals: pointing('deal', 'lead') },
  deal: {
    quotes: pointing('quote', 'deal'),
    orders: pointing('order', 'deal'),
    activities: linkedActivities('deal'),
  },
  quote: { orders: pointing('order', 'quote') },
  ticket: { activities: linkedActivities('ticket'), tickets: pointing('ticket', 'parentTicket') },
};

/** Links have rows of their own, with role and time: pages show those, and tasks ask for the records. */
const LINKED: typeof NAMED = {
  account: {
    contacts: {
      to: 'contact',
      field: null,
      sql: (id) =>
        `exists (select from crm.account_contact l where l.contact_id = ${r}.id and l.account_id = ${id} and ${currentLinkSql('l')})`,
      sort: 'fullName:asc',
    },
  },
  contact: {
    accounts: {
      to: 'account',
      field: null,
      sql: (id) =>
        `exists (select from crm.account_contact l where l.account_id = ${r}.id and l.contact_id = ${id} and ${currentLinkSql('l')})`,
      sort: 'name:asc',
    },
  },
};

/** One related list by its name. @throws CrmRejection CRM_FILTER_INVALID */
export function relationOf(
  request: { readonly entity: string; readonly id: string; readonly relation: string },
  context: RowContext,
): Relation {
  const { entity, id, relation } = request;
  const linked = LINKED[entity]?.[relation];
  const found = linked
    ? complete(relation, linked)
    : relationsOfKind(entity, context).find((one) => one.relation === relation);
  if (!found) throw invalid(`Expected a related list of '${entity}', but got '${relation}'.`);
  return {
    definition: entityOf(found.to),
    within: (parameters) => found.sql(parameters.add(id, 'uuid')),
    sort: found.sort,
  };
}

/** The lists of a record's page as the reader knows them, each with how many records he may see in it. */
export async function countRelations(
  reader: Queryable,
  { entity, id }: { readonly entity: string; readonly id: string },
  context: RowContext,
): Promise<RelationView[]> {
  const relations = relationsOfKind(entity, context);
  const parameters = new SqlParameters();
  const counts = relations.map(({ to, sql }, place) => {
    const definition = entityOf(to);
    const within = (inner: SqlParameters): string => sql(inner.add(id, 'uuid'));
    const where = queryWhereSql({ entity: to, definition, within }, parameters, context);
    return `select ${place} as place, (select count(*)::int from (
      select from ${definition.table} ${r} where ${where} limit ${COUNT_MAX}) counted) as total`;
  });
  if (counts.length === 0) return [];
  const { rows } = await reader.query<{ place: number; total: number }>(
    counts.join(' union all '),
    parameters.values,
  );
  const totals = new Map(rows.map((row) => [row.place, row.total]));
  return relations.map(({ relation, to, field }, place) => ({
    relation,
    entity: to,
    field,
    total: totals.get(place) ?? 0,
  }));
}

function relationsOfKind(entity: string, context: RowContext): readonly RelationOfKind[] {
  const named = Object.entries(NAMED[entity] ?? {}).map(([relation, one]) => complete(relation, one));
  const covered = new Set(named.map(({ to, field }) => `${to}.${field}`));
  const about = entity === 'activity' || NAMED[entity]?.activities ? [] : [aboutActivities(entity)];
  const found = [...named, ...about, ...pointingTo(entity).filter(({ relation }) => !covered.has(relation))];
  return found.filter((one) => isOpen(one, context));
}

function complete(relation: string, { to, field, sql, sort = LATEST_FIRST }: NamedRelation): RelationOfKind {
  const pointer = field === null ? null : fieldOf(entityOf(to), field);
  return { relation, to, field, sort, sql: sql ?? ((id) => (pointer ? pointsTo(pointer, id) : 'false')) };
}

/** What the metadata says: fields of all kinds that are worked with, whose value is kept in the row. */
function pointingTo(entity: string): readonly RelationOfKind[] {
  if (findEntity(entity)?.isDirectory) return [];
  return entities
    .filter((definition) => isWritten(definition) && !definition.isDirectory)
    .flatMap((definition) =>
      definition.fields
        .filter((field) => field.type === 'reference' && field.referenceEntity === entity && isKept(field))
        .map((field) => ({
          relation: `${definition.entity}.${field.key}`,
          to: definition.entity,
          field: field.key,
          sort: LATEST_FIRST,
          sql: (id: string) => pointsTo(field, id),
        })),
    );
}

function isKept(field: FieldDefinition): boolean {
  return field.custom !== undefined || field.column !== null;
}

function pointsTo(field: FieldDefinition, id: string): string {
  return amongCandidates(field, [], `${field.sql(r)} = ${id}`, r);
}

/** Neither a kind of which he sees no record, nor a field that is hidden from him, makes a list. */
function isOpen({ to, field }: RelationOfKind, context: RowContext): boolean {
  const definition = findEntity(to);
  if (!definition) return false;
  if (field !== null && !fieldOf(definitionFor(definition, context), field)) return false;
  const asked = { ...context, entity: to, action: 'read', alias: r } as const;
  return scopeFor({ ...asked, parameters: new SqlParameters() }) !== 'false';
}
