/** What an erasure changes, in the words of people: tables by what they are about. */
import type { ErasurePlan } from '#contract';

const KINDS = [
  'records',
  'history',
  'comments',
  'activities',
  'tickets',
  'mail',
  'processes',
  'files',
  'other',
] as const;
type Kind = (typeof KINDS)[number];

const TABLES: Readonly<Record<string, Kind>> = {
  contact: 'records',
  lead: 'records',
  account: 'records',
  deal: 'records',
  quote: 'records',
  order_doc: 'records',
  record: 'records',
  event: 'history',
  comment: 'comments',
  activity: 'activities',
  ticket: 'tickets',
};
const PROCESSES = [
  ...['process_instance', 'scope', 'user_task', 'history_command', 'job', 'event_subscription', 'outbox'],
  ...['incident', 'loop', 'loop_result', 'batch', 'batch_item', 'operation', 'start_collection'],
];

function kindOf(table: string): Kind {
  if (table.startsWith('mail_')) return 'mail';
  if (PROCESSES.includes(table)) return 'processes';
  return TABLES[table] ?? 'other';
}

/** Those with rows, in a fixed order. */
export function kindsOf(plan: ErasurePlan): { readonly kind: Kind; readonly count: number }[] {
  const counts = new Map<Kind, number>([['files', plan.files]]);
  for (const [table, count] of Object.entries(plan.counts)) {
    const kind = kindOf(table);
    counts.set(kind, (counts.get(kind) ?? 0) + count);
  }
  return KINDS.flatMap((kind) => {
    const count = counts.get(kind) ?? 0;
    return count > 0 ? [{ kind, count }] : [];
  });
}
