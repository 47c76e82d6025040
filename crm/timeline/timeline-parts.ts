/** Which events a timeline asks for, as predicates over `crm.event e`: the parts that a reader switches on and off, and whose they are. */
import type { SqlParameters } from '../database/sql-parameters.ts';

export const TIMELINE_PARTS = ['comments', 'questions', 'files', 'actions', 'processes', 'changes'] as const;
export type TimelinePart = (typeof TIMELINE_PARTS)[number];

const FILE_VERBS = `('file_added', 'file_removed')`;

const PART_SQL: Readonly<Record<TimelinePart, string>> = {
  comments: `e.kind = 'comment'`,
  questions: `e.kind = 'question'`,
  files: `(e.kind in ('record', 'process') and e.verb in ${FILE_VERBS})`,
  actions: `e.kind in ('activity', 'mail')`,
  processes: `(e.kind = 'process' and e.verb not in ${FILE_VERBS})`,
  changes: `(e.kind = 'record' and e.verb not in ${FILE_VERBS})`,
};

/** Everything, where nothing is asked for in particular. */
export function partsSql(parts: readonly TimelinePart[] | undefined): string {
  if (parts === undefined) return 'true';
  return parts.length === 0 ? 'false' : `(${parts.map((part) => PART_SQL[part]).join(' or ')})`;
}

type RollUp = (id: string) => string;

const ofKind = (entity: string, ids: string): string =>
  `(e.entity = '${entity}' and e.record_id in (${ids}))`;

/** What happened to these happened on the page, too; each event still asks for the right to read its own record. */
const ROLL_UPS: Readonly<Record<string, readonly RollUp[]>> = {
  account: [(id) => `e.account_id = ${id}`],
  contact: [
    (id) => ofKind('ticket', `select t.id from crm.ticket t where t.contact_id = ${id}`),
    (id) => ofKind('deal', `select c.deal_id from crm.deal_contact c where c.contact_id = ${id}`),
    (id) => ofKind('lead', `select l.id from crm.lead l where l.contact_id = ${id}`),
  ],
  deal: [
    (id) => ofKind('quote', `select q.id from crm.quote q where q.deal_id = ${id}`),
    (id) => ofKind('order', `select o.id from crm.order_doc o where o.deal_id = ${id}`),
  ],
};

/** The record's own events, those of its activities, and of what belongs to it. */
export function subjectsSql(
  request: { readonly entity: string; readonly id: string },
  parameters: SqlParameters,
): readonly string[] {
  const id = parameters.add(request.id, 'uuid');
  const entity = parameters.add(request.entity, 'text');
  return [
    `(e.entity = ${entity} and e.record_id = ${id})`,
    `(e.entity = 'activity' and e.record_id in (select l.activity_id from crm.activity_link l where l.entity = ${entity} and l.record_id = ${id}))`,
    ...(ROLL_UPS[request.entity] ?? []).map((rollUp) => rollUp(id)),
  ];
}
