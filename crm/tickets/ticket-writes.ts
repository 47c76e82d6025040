/** What the product sets on a ticket, and what follows for its clocks. */
import type { Unit } from '../database/transaction.ts';
import type { DoneWrite, FieldValues, PlannedWrite } from '../entities/entity-types.ts';
import { CrmRejection } from '../errors.ts';
import { readPolicies } from '../sla/sla-rows.ts';
import {
  followPolicy,
  followStatus,
  phaseOf,
  policyFor,
  reopenClocks,
  startClocks,
  type TicketPhase,
} from '../sla/ticket-clocks.ts';

const DAY_MS = 86_400_000;

export async function beforeTicketWrite(unit: Unit, write: PlannedWrite): Promise<FieldValues> {
  const { before, wanted, lists, now } = write;
  const phase = (status: unknown): TicketPhase =>
    phaseOf(status, lists.baseState('ticket.status', String(status)));
  const policies = await readPolicies(unit.client);
  const set: FieldValues = { slaPolicy: policyFor(policies, { ...before, ...wanted })?.code ?? null };
  if (before === null || wanted.status === undefined) return set;
  if (phase(before.status) === 'open' || phase(wanted.status) !== 'open') return set;
  const days = policies.find((policy) => policy.code === set.slaPolicy)?.reopenDays ?? null;
  assertReopened(before, { days, now });
  return { ...set, reopenedCount: Number(before.reopenedCount ?? 0) + 1 };
}

/** What rests for long is another matter: it gets a number of its own, below the old one. */
function assertReopened(
  { closedAt, number }: FieldValues,
  { days, now }: { days: number | null; now: Date },
): void {
  if (days === null || typeof closedAt !== 'string') return;
  if (now.getTime() - Date.parse(closedAt) <= days * DAY_MS) return;
  throw new CrmRejection(
    'CRM_TICKET_CLOSED',
    `Expected a ticket closed at most ${days} days ago, but ${String(number)} was closed longer ago: make a new ticket with it as parent.`,
    { closedAt, days },
  );
}

export async function afterTicketWrite(unit: Unit, write: DoneWrite): Promise<void> {
  const { id, before, after } = write;
  const ticket = {
    id,
    status: String(after.status),
    policyCode: typeof after.slaPolicy === 'string' ? after.slaPolicy : null,
  };
  const phase = ticketPhase(after);
  if (before === null) {
    if (phase === 'open') await startClocks(unit.client, ticket, write);
    return;
  }
  const wasOpen = ticketPhase(before) === 'open';
  if (!wasOpen && phase === 'open') return reopenClocks(unit.client, ticket, write);
  if (phase === 'open' && before.slaPolicy !== after.slaPolicy)
    await followPolicy(unit.client, ticket, write);
  if (before.status !== after.status) await followStatus(unit.client, { ...ticket, phase }, write);
}

/** Closed is what has an instant of its closing. */
function ticketPhase(fields: FieldValues): TicketPhase {
  return phaseOf(fields.status, typeof fields.closedAt === 'string' ? 'closed' : 'open');
}
