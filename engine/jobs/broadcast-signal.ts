/**
 * A signal on its way (BPMN 2.0.2 §10.5.5): delivered to everybody who waited for its name before it was thrown, and to
 * the start events of that name, in pages. The job keeps the last id that it has reached, so that a crash repeats one page
 * at most; each delivery goes by a key of its own, so that repeating it does nothing. Between two pages the job goes back
 * to the queue: other work is due, too. Who could not be reached keeps nobody else from it: those are left behind in a
 * failed job (views.failedJobs), and a retry delivers to them alone.
 */
import type { CommandContext } from '../commands/command-context.ts';
import { isSuspension } from '../commands/held-start.ts';
import type { Command } from '../decide/decision.ts';
import type { SignalJobPayload } from '../decide/signal-job.ts';
import type { FailedStart } from '../engine.ts';
import { EngineRejection } from '../errors.ts';
import type { JobRow, SubscriptionRow } from '../execution/state.ts';
import { addDuration } from '../expressions/time.ts';
import type { Json } from '../ports.ts';
import type { LeasedJob } from '../store/store-port.ts';
import { isFault, messageOfError } from './fault.ts';

const PAGE = 500;
/** So many deliveries at once; the rest of the pool is for others. */
const AT_ONCE = 8;
/** What is held back by a suspended process is tried again after that. */
const HELD_FOR = 'PT1M';

interface Miss {
  readonly row: SubscriptionRow;
  readonly failure: FailedStart;
  /** The process is suspended; its start waits. */
  readonly isHeld: boolean;
}

export async function broadcastSignal(
  context: CommandContext & { readonly wake: () => void },
  { job, leaseNo }: LeasedJob,
): Promise<void> {
  const { store, ports } = context;
  const broadcast = job.payload as unknown as SignalJobPayload;
  const { name, before, after, only, reached = 0 } = broadcast;
  const page = only ?? (await store.signalSubscriptions({ name, before, after, limit: PAGE }));
  const total = await totalOf(store, broadcast, page);
  const missed: Miss[] = [];
  for (let index = 0; index < page.length; index += AT_ONCE) {
    const some = page.slice(index, index + AT_ONCE);
    const misses = await Promise.all(some.map((row) => deliver(context, broadcast, row)));
    missed.push(...misses.filter((miss) => miss !== null));
  }
  const held = missed.filter((miss) => miss.isHeld);
  const lost = missed.filter((miss) => !miss.isHeld);
  if (held.length > 0) await store.enqueueJobs([remainder(context, job, held)], null);
  if (lost.length > 0)
    await store.enqueueJobs([{ ...remainder(context, job, lost), retriesLeft: 0, state: 'failed' }], null);
  const last = only || page.length < PAGE ? null : page.at(-1)!;
  const dueAt = ports.clock.now().toISOString();
  const next = last && {
    ...job,
    dueAt,
    payload: { ...job.payload, total, reached: reached + page.length, after: last.id },
  };
  await store.finishRootlessJob({ jobId: job.id, leaseNo, next });
  if (next) context.wake();
}

/** Counted before any is delivered: those that are reached wait no more. One page is over before anybody could look. */
async function totalOf(
  store: CommandContext['store'],
  { name, before, only, total = null }: SignalJobPayload,
  page: readonly SubscriptionRow[],
): Promise<number | null> {
  if (only || total !== null) return total;
  return page.length < PAGE ? page.length : await store.countSignalSubscriptions({ name, before });
}

/** Those that were not reached, as a job of their own. */
function remainder({ ports }: CommandContext, job: JobRow, missed: readonly Miss[]): JobRow {
  const only = missed.map(({ row }) => row) as unknown as Json;
  const failures = missed.map(({ failure }) => failure) as unknown as Json;
  const dueAt = addDuration(ports.clock.now().toISOString(), HELD_FOR);
  return { ...job, id: ports.ids.next(), dueAt, payload: { ...job.payload, only, failures } };
}

/** Null when it was delivered, or nobody waits there any more. */
async function deliver(
  { runner, store, ports }: CommandContext,
  signal: SignalJobPayload,
  row: SubscriptionRow,
): Promise<Miss | null> {
  const { name, actor, before } = signal;
  const key = `signal ${before} ${row.rootId === null ? `${row.definitionId} ${row.elementId}` : row.id}`;
  try {
    await runner.submit({
      command: commandFor(signal, row),
      actor,
      reason: null,
      idempotency: { key, fingerprint: key },
      fence: null,
    });
    return null;
  } catch (error) {
    if (isFault(store, error)) throw error;
    ports.logger.error({ error, signal: name, subscriptionId: row.id }, 'A signal could not be delivered.');
    if (error instanceof EngineRejection && error.code === 'ENG_INSTANCE_ENDED') return null;
    const { definitionId, elementId } = row;
    const failure = { processKey: null, definitionId, elementId, message: messageOfError(error) };
    return { row, failure, isHeld: isSuspension(error) };
  }
}

function commandFor({ name, variables, actor }: SignalJobPayload, row: SubscriptionRow): Command {
  if (row.rootId !== null) return { kind: 'correlate', subscriptionId: row.id, variables };
  return {
    kind: 'start',
    definitionId: row.definitionId,
    startElementId: row.elementId,
    businessKey: null,
    variables,
    initiator: actor.kind === 'user' ? actor.id : null,
    origin: { kind: 'signal', name },
  };
}
