/**
 * Timer starts, and what all starts by jobs without an instance share. Each start goes by an idempotency key that is the same on
 * every try, so a job may run again at any time. A process that cannot be started never keeps the others from it:
 * the job then stays as `failed` with what went wrong, where an administrator finds it (views.failedJobs), and a retry
 * starts only what is missing, with the version in force by then.
 */
import { START_RETRIES, nextStartTimer } from '../definition/start-wakers.ts';
import type { CollectedStart } from '../commands/collect-start.ts';
import type { CommandContext } from '../commands/command-context.ts';
import { isSuspension } from '../commands/held-start.ts';
import type { StartOrigin } from '../decide/decision.ts';
import { caughtUp, type CaughtUp } from '../expressions/catch-up.ts';
import type { TimerPayload } from '../expressions/timer.ts';
import type { FailedStart } from '../engine.ts';
import { EngineFailure, EngineRejection } from '../errors.ts';
import type { JobRow } from '../execution/state.ts';
import type { Actor, Json } from '../ports.ts';
import type { LeasedJob } from '../store/store-port.ts';
import { isFault, messageOfError } from './fault.ts';

const NOTHING: CollectedStart = { variables: {}, businessKey: null };
const ENGINE: Actor = { kind: 'system', id: null };
const PAUSE_MS = 2_000;
const HELD_MS = 15_000;

type Origin = Exclude<StartOrigin, { kind: 'command' | 'signal' }>;

export interface Wanted {
  readonly definitionId: string;
  readonly elementId: string;
}

export interface Attempt {
  readonly failure: FailedStart;
  /** Refused, which another try would not change. */
  readonly isFinal: boolean;
  /** The process is suspended: the start waits, and loses no try by waiting. */
  readonly isHeld: boolean;
}

export async function startByTimer(context: CommandContext, given: LeasedJob): Promise<void> {
  const { at, fires } = caughtUpStart(context, given.job);
  const leased = { ...given, job: { ...given.job, ...at } };
  const { job } = leased;
  if (!fires) return await finish(context, given, [], job);
  const { timerId = job.id } = job.payload;
  const wanted = { definitionId: job.definitionId!, elementId: job.elementId! };
  const { part } = job.payload as { readonly part?: number };
  const origin = { kind: 'timer', ...(part !== undefined && { part }) } as const;
  const attempt = await tryStart(context, wanted, origin, `timer ${timerId} ${job.dueAt}`, ENGINE);
  const next = nextStartTimer(job);
  if (!attempt || !next) return await finish(context, leased, attempt ? [attempt] : [], next);
  if (attempt.isHeld || mayTryAgain(job, [attempt])) return await finish(context, leased, [attempt], null);
  // The cycle goes on; what it missed stays behind as a job of its own.
  const missed = { ...job, id: context.ports.ids.next(), payload: { cycle: null, remaining: 0, timerId } };
  await context.store.enqueueJobs([failed(missed, [attempt.failure])], null);
  await context.store.finishRootlessJob({ jobId: job.id, leaseNo: leased.leaseNo, next });
}

/** A job that was tried before has its firing already. */
function caughtUpStart({ ports }: CommandContext, { payload, dueAt, attempt }: JobRow): CaughtUp {
  const timer = payload as TimerPayload;
  if (attempt > 0) return { at: { dueAt, payload: timer }, fires: true };
  return caughtUp(timer, dueAt, ports.clock.now().toISOString());
}

interface GivenStart extends CollectedStart {
  readonly initiator: string | null;
  /** Of a start that was held back; left out: all that a parallel multiple start event waits for has occurred. */
  readonly origin?: Origin;
  /** When what was held back is of no use any more. */
  readonly until?: string | null;
}

/** A start with all that belongs to it in its job; the version that is the latest by now starts. */
export async function startAsGiven(context: CommandContext, leased: LeasedJob): Promise<void> {
  const { job } = leased;
  const { variables, businessKey, initiator, origin, until } = job.payload as unknown as GivenStart;
  const elementId = job.elementId!;
  const given = await context.definitions.get(job.definitionId!);
  if (until && until <= context.ports.clock.now().toISOString()) {
    const processKey = given?.row.processKey ?? null;
    const message = `The process was suspended until ${until}, for which the start was kept.`;
    const failure = { processKey, definitionId: job.definitionId, elementId, message };
    return await finish(context, leased, [{ failure, isHeld: false, isFinal: true }], null);
  }
  const latest = given && (await context.definitions.latest(given.row.processKey));
  const root = latest?.definition.model.root;
  const isStill =
    root?.startEvents.some(({ id }) => id === elementId) ||
    root?.instantiators.some((one) => one.elementId === elementId);
  const definitionId = isStill ? latest!.row.id : job.definitionId!;
  const actor: Actor = initiator === null ? ENGINE : { kind: 'user', id: initiator };
  const brought = { variables, businessKey };
  const key = `start ${job.id}`;
  const attempt = await tryStart(
    context,
    { definitionId, elementId },
    origin ?? { kind: 'collected' },
    key,
    actor,
    brought,
  );
  await finish(context, leased, attempt ? [attempt] : [], null);
}

/** A job without an instance broke off before it could start anything. */
export async function failStartJob(
  context: CommandContext,
  leased: LeasedJob,
  error: unknown,
): Promise<void> {
  const { definitionId, elementId } = leased.job;
  const failure = { processKey: null, definitionId, elementId, message: messageOfError(error) };
  await finish(context, leased, [{ failure, isHeld: false, isFinal: false }], null);
}

export async function processKeyOf(
  store: CommandContext['store'],
  definitionId: string,
): Promise<string | null> {
  return (await store.definition(definitionId))?.processKey ?? null;
}

/** Null when it started, or had nothing to start. */
export async function tryStart(
  { runner, store, ports }: CommandContext,
  { definitionId, elementId }: Wanted,
  origin: Origin,
  key: string,
  actor: Actor,
  { variables, businessKey }: CollectedStart = NOTHING,
): Promise<Attempt | null> {
  try {
    await runner.submit({
      command: {
        kind: 'start',
        definitionId,
        startElementId: elementId,
        businessKey,
        variables,
        initiator: actor.kind === 'user' ? actor.id : null,
        origin,
      },
      actor,
      reason: null,
      idempotency: { key, fingerprint: key },
      fence: null,
    });
    return null;
  } catch (error) {
    if (isFault(store, error)) throw error;
    const facts = { error, definitionId, elementId };
    ports.logger.error(facts, 'A process could not be started.');
    const processKey = await processKeyOf(store, definitionId);
    return {
      failure: { processKey, definitionId, elementId, message: messageOfError(error) },
      isHeld: isSuspension(error),
      isFinal: !isSuspension(error) && (error instanceof EngineRejection || error instanceof EngineFailure),
    };
  }
}

function mayTryAgain(job: JobRow, attempts: readonly Attempt[]): boolean {
  return job.retriesLeft > 1 && attempts.some((attempt) => !attempt.isFinal);
}

/** Ends the job, or keeps it with what went wrong. */
export async function finish(
  { store }: CommandContext,
  { job, leaseNo }: LeasedJob,
  attempts: readonly Attempt[],
  next: JobRow | null,
): Promise<void> {
  const jobId = job.id;
  if (attempts.length === 0) {
    await store.finishRootlessJob({ jobId, leaseNo, next });
    return;
  }
  const failures = attempts.map((attempt) => attempt.failure);
  if (attempts.every((attempt) => attempt.isHeld)) {
    const held = withFailures(job, failures);
    await store.finishRootlessJob({ jobId, leaseNo, next: held, pauseMs: HELD_MS });
    return;
  }
  const again = mayTryAgain(job, attempts);
  const kept = again
    ? { ...withFailures(job, failures), retriesLeft: job.retriesLeft - 1 }
    : failed(job, failures);
  const pauseMs = again ? PAUSE_MS * 2 ** (START_RETRIES - job.retriesLeft) : 0;
  await store.finishRootlessJob({ jobId, leaseNo, next: kept, pauseMs });
}

function failed(job: JobRow, failures: readonly FailedStart[]): JobRow {
  return { ...withFailures(job, failures), retriesLeft: 0, state: 'failed' };
}

function withFailures(job: JobRow, failures: readonly FailedStart[]): JobRow {
  return {
    ...job,
    attempt: job.attempt + 1,
    payload: { ...job.payload, failures: failures as unknown as Json },
  };
}

export function failuresOf({ payload }: JobRow): readonly FailedStart[] {
  return (payload.failures ?? []) as unknown as readonly FailedStart[];
}
