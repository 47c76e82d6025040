/**
 * What the clocks of a ticket do when something happens to it, in the transaction in which it happens: they begin with
 * the ticket, stand still in the states that their target names, are set anew when another policy applies, and end when
 * the promise is kept or not asked for any more. Late is what was late at the instant when it was kept.
 */
import { readCalendar } from '../calendars/calendar-service.ts';
import { holdHours } from '../calendars/hours-lock.ts';
import type { Queryable } from '../database/transaction.ts';
import type { FieldValues } from '../entities/entity-types.ts';
import { missingConditions } from '../pipelines/entry-rule.ts';
import {
  type ClockState,
  type ClockTime,
  pausedClock,
  resumedClock,
  retargetedClock,
  startedClock,
  WALL_TIME,
  workingTime,
} from './clock-rules.ts';
import {
  type ClockRow,
  type ClockTold,
  readClocks,
  readPolicies,
  type SlaMetric,
  type SlaPolicy,
  type SlaTarget,
  writeClock,
} from './sla-rows.ts';

const MINUTE_MS = 60_000;

/** States in which the request is answered for good. */
export type TicketPhase = 'open' | 'solved' | 'dropped';

export function phaseOf(status: unknown, baseState: string | null): TicketPhase {
  if (status === 'spam') return 'dropped';
  return status === 'solved' || baseState === 'closed' ? 'solved' : 'open';
}

/** The first policy in order whose conditions hold. */
export function policyFor(policies: readonly SlaPolicy[], fields: FieldValues): SlaPolicy | null {
  const facts = { fields, contactRoles: [], activityKindsDone: [], lineItems: 0, quotesAccepted: 0 };
  const words = {
    field: same,
    choice: (_list: string, code: string) => same(code),
    value: (_field: string, value: unknown) => same(String(value)),
  };
  return policies.find((policy) => missingConditions(policy.match, facts, words).length === 0) ?? null;
}

function same(text: string): { en: string; ru: string } {
  return { en: text, ru: text };
}

export interface TicketNow {
  readonly id: string;
  readonly status: string;
  readonly policyCode: string | null;
}

/** The clocks of a new ticket. */
export async function startClocks(client: Queryable, ticket: TicketNow, told: ClockTold): Promise<void> {
  const policy = await policyOf(client, ticket.policyCode);
  if (!policy) return;
  for (const metric of ['first_response', 'resolution'] as const)
    await startClock(client, { policy, metric, ticket, round: 1 }, told);
}

/** A ticket that is opened again keeps its number and its past, and is promised a solution anew. */
export async function reopenClocks(client: Queryable, ticket: TicketNow, told: ClockTold): Promise<void> {
  const policy = await policyOf(client, ticket.policyCode);
  if (!policy) return;
  const clocks = await readClocks(client, ticket.id);
  const round = 1 + Math.max(0, ...clocks.map((clock) => clock.round));
  if (clocks.some((clock) => clock.metric === 'resolution' && clock.endedAt === null)) return;
  await startClock(client, { policy, metric: 'resolution', ticket, round }, told);
}

/** Standing still, running on, or over, by the state that the ticket is in now. */
export async function followStatus(
  client: Queryable,
  ticket: TicketNow & { readonly phase: TicketPhase },
  told: ClockTold,
): Promise<void> {
  for (const clock of await runningClocks(client, ticket.id)) {
    if (ticket.phase === 'solved')
      await endClock(client, clock, { met: clock.metric !== 'next_response' }, told);
    else if (ticket.phase === 'dropped') await endClock(client, clock, { met: false }, told);
    else await pauseOrResume(client, clock, ticket.status, told);
  }
}

/** Another policy, or another promise of the same one. */
export async function followPolicy(client: Queryable, ticket: TicketNow, told: ClockTold): Promise<void> {
  const policy = await policyOf(client, ticket.policyCode);
  for (const clock of await runningClocks(client, ticket.id)) {
    const target = policy?.targets.find((one) => one.metric === clock.metric);
    if (!policy || !target) {
      await endClock(client, clock, { met: false }, told);
      continue;
    }
    const before = await timeOf(client, clock);
    const promised = { ...clock, ...promiseOf(policy, target) };
    const time = await timeOf(client, promised);
    const set = retargetedClock(promised, told.now, { totalMs: target.minutes * MINUTE_MS, before, time });
    // A new promise may again be kept: what was late by the old one is late only if it is by the new.
    const breachedAt = set.dueAt < told.now ? (clock.breachedAt ?? set.dueAt) : null;
    const change = { what: 'retargeted' as const, dueBefore: clock.dueAt, told };
    await writeClock(client, { ...promised, ...set, breachedAt }, change);
    await pauseOrResume(client, { ...promised, ...set, breachedAt }, ticket.status, told);
  }
  const known = await readClocks(client, ticket.id);
  for (const metric of ['first_response', 'resolution'] as const) {
    if (!policy || known.some((clock) => clock.metric === metric)) continue;
    await startClock(client, { policy, metric, ticket, round: 1 }, told);
  }
}

/** We answered: what was promised about answers is kept. */
export async function answered(client: Queryable, ticketId: string, told: ClockTold): Promise<boolean> {
  const clocks = (await runningClocks(client, ticketId)).filter((clock) => clock.metric !== 'resolution');
  for (const clock of clocks) await endClock(client, clock, { met: true }, told);
  return clocks.length > 0;
}

/** The customer wrote: he waits for our next answer, unless he still waits for the first. */
export async function customerWrote(client: Queryable, ticket: TicketNow, told: ClockTold): Promise<void> {
  const clocks = await readClocks(client, ticket.id);
  const waits = clocks.some((clock) => clock.endedAt === null && clock.metric !== 'resolution');
  const policy = waits ? null : await policyOf(client, ticket.policyCode);
  if (!policy) return;
  const round =
    1 + Math.max(0, ...clocks.map((clock) => (clock.metric === 'next_response' ? clock.round : 0)));
  await startClock(client, { policy, metric: 'next_response', ticket, round }, told);
}

async function runningClocks(client: Queryable, ticketId: string): Promise<readonly ClockRow[]> {
  return (await readClocks(client, ticketId)).filter((clock) => clock.endedAt === null);
}

async function policyOf(client: Queryable, code: string | null): Promise<SlaPolicy | null> {
  if (code === null) return null;
  return (await readPolicies(client)).find((policy) => policy.code === code) ?? null;
}

function promiseOf(
  policy: SlaPolicy,
  target: SlaTarget,
): Pick<ClockRow, 'policyCode' | 'targetMinutes' | 'useWorkingHours' | 'calendarCode' | 'pauseStates'> {
  return {
    policyCode: policy.code,
    targetMinutes: target.minutes,
    useWorkingHours: target.useWorkingHours,
    calendarCode: policy.calendarCode,
    pauseStates: target.pauseStates,
  };
}

async function timeOf(
  client: Queryable,
  clock: Pick<ClockRow, 'useWorkingHours' | 'calendarCode'>,
): Promise<ClockTime> {
  if (!clock.useWorkingHours) return WALL_TIME;
  await holdHours(client);
  return workingTime(await readCalendar(client, clock.calendarCode));
}

async function startClock(
  client: Queryable,
  begin: { policy: SlaPolicy; metric: SlaMetric; ticket: TicketNow; round: number },
  told: ClockTold,
): Promise<void> {
  const { policy, metric, ticket, round } = begin;
  const target = policy.targets.find((one) => one.metric === metric);
  if (!target) return;
  const promise = promiseOf(policy, target);
  const state: ClockState = startedClock(told.now, target.minutes * MINUTE_MS, await timeOf(client, promise));
  const clock: ClockRow = {
    id: told.ids.next(),
    ticketId: ticket.id,
    metric,
    round,
    ...promise,
    ...state,
    startedAt: told.now,
    metAt: null,
    breachedAt: null,
    endedAt: null,
  };
  await writeClock(client, clock, { what: 'started', dueBefore: null, told });
  await pauseOrResume(client, clock, ticket.status, told);
}

async function pauseOrResume(
  client: Queryable,
  clock: ClockRow,
  status: string,
  told: ClockTold,
): Promise<void> {
  const shouldPause = clock.pauseStates.includes(status);
  if (shouldPause === (clock.pausedAt !== null)) return;
  const time = await timeOf(client, clock);
  const totalMs = clock.targetMinutes * MINUTE_MS;
  const state = shouldPause
    ? pausedClock(clock, told.now, time)
    : resumedClock(clock, told.now, { totalMs, time });
  const what = shouldPause ? ('paused' as const) : ('resumed' as const);
  await writeClock(client, { ...clock, ...state }, { what, dueBefore: clock.dueAt, told });
}

async function endClock(
  client: Queryable,
  clock: ClockRow,
  { met }: { readonly met: boolean },
  told: ClockTold,
): Promise<void> {
  const isLate = clock.pausedAt === null && clock.dueAt < told.now;
  const time = await timeOf(client, clock);
  const ended: ClockRow = {
    ...clock,
    ...pausedClock(clock, told.now, time),
    // It stands still for ever, and is not waiting for anybody.
    pausedAt: null,
    metAt: met ? told.now : null,
    breachedAt: clock.breachedAt ?? (met && isLate ? clock.dueAt : null),
    endedAt: told.now,
  };
  await writeClock(client, ended, { what: met ? 'met' : 'dropped', dueBefore: clock.dueAt, told });
}
