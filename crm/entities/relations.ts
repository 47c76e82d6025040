/** Related lists of a record page, as predicates over the list of the other entity. */
import type { SqlParameters } from '../database/sql-parameters.ts';
import { invalid } from './filter-sql.ts';
import type { EntityDefinition } from './entity-types.ts';
import { ROW_ALIAS } from './record-rows.ts';
import { entityOf } from './entity-table.ts';

export interface Relation {
  readonly definition: EntityDefinition;
  readonly within: (parameters: SqlParameters) => string;
  readonly sort: string;
}

interface RelationSql {
  readonly to: string;
  readonly sql: (id: string) => string;
  readonly sort: string;
}

const r = ROW_ALIAS;

const linkedActivities = (entity: string, column: string): RelationSql => ({
  to: 'activity',
  sql: (id) =>
    `(${r}.${column} = ${id} or exists (select from crm.activity_link l where l.activity_id = ${r}.id and l.entity = '${entity}' and l.record_id = ${id}))`,
  sort: 'plannedStart:desc,createdAt:desc',
});

const RELATIONS: Readonly<Record<string, RelationSql>> = {
  'account.tickets': { to: 'ticket', sql: (id) => `${r}.account_id = ${id}`, sort: 'createdAt:desc' },
  'account.deals': { to: 'deal', sql: (id) => `${r}.account_id = ${id}`, sort: 'createdAt:desc' },
  'contact.deals': {
    to: 'deal',
    sql: (id) => `exists (select from crm.deal_contact c where c.deal_id = ${r}.id and c.contact_id = ${id})`,
    sort: 'createdAt:desc',
  },
  'account.quotes': { to: 'quote', sql: (id) => `${r}.account_id = ${id}`, sort: 'createdAt:desc' },
  'account.orders': { to: 'order', sql: (id) => `${r}.account_id = ${id}`, sort: 'createdAt:desc' },
  'deal.quotes': { to: 'quote', sql: (id) => `${r}.deal_id = ${id}`, sort: 'createdAt:desc' },
  'deal.orders': { to: 'order', sql: (id) => `${r}.deal_id = ${id}`, sort: 'createdAt:desc' },
  'quote.orders': { to: 'order', sql: (id) => `${r}.quote_id = ${id}`, sort: 'createdAt:desc' },
  'account.leads': { to: 'lead', sql: (id) => `${r}.account_id = ${id}`, sort: 'createdAt:desc' },
  'contact.leads': { to: 'lead', sql: (id) => `${r}.contact_id = ${id}`, sort: 'createdAt:desc' },
  'lead.activities': linkedActivities('lead', 'lead_id'),
  'lead.deals': { to: 'deal', sql: (id) => `${r}.lead_id = ${id}`, sort: 'createdAt:desc' },
  'deal.activities': linkedActivities('deal', 'deal_id'),
  'account.activities': linkedActivities('account', 'account_id'),
  'account.contacts': {
    to: 'contact',
    sql: (id) =>
      `exists (select from crm.account_contact l where l.contact_id = ${r}.id and l.account_id = ${id} and l.ended_on is null)`,
    sort: 'fullName:asc',
  },
  'contact.tickets': { to: 'ticket', sql: (id) => `${r}.contact_id = ${id}`, sort: 'createdAt:desc' },
  'contact.activities': linkedActivities('contact', 'contact_id'),
  'contact.accounts': {
    to: 'account',
    sql: (id) =>
      `exists (select from crm.account_contact l where l.account_id = ${r}.id and l.contact_id = ${id} and l.ended_on is null)`,
    sort: 'name:asc',
  },
  'ticket.tickets': { to: 'ticket', sql: (id) => `${r}.parent_ticket_id = ${id}`, sort: 'createdAt:desc' },
  'ticket.activities': linkedActivities('ticket', 'ticket_id'),
};

/** @throws CrmRejection CRM_FILTER_INVALID */
export function relationOf(request: { entity: string; id: string; relation: string }): Relation {
  const found = RELATIONS[`${request.entity}.${request.relation}`];
  if (!found) throw invalid(`Expected a related list of '${request.entity}', but got '${request.relation}'.`);
  return {
    definition: entityOf(found.to),
    within: (parameters) => found.sql(parameters.add(request.id, 'uuid')),
    sort: found.sort,
  };
}
