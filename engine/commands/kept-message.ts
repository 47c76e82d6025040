/**
 * Messages that wait for somebody (the receiving side of BPMN 2.0.2 §10.5.1, which leaves it open). One is a job without
 * an instance, due when it expires; a subscription that opens makes it due at once (Store.keepMessage). It is delivered
 * under a key of its own, so once only, however often the job is tried; one that nobody came for stays as a failed job,
 * where an administrator finds it and may try again.
 */
import { EngineRejection } from '../errors.ts';
import type { JobRow } from '../execution/state.ts';
import { addDuration, isDuration } from '../expressions/time.ts';
import { isFault, messageOfError } from '../jobs/fault.ts';
import type { Actor, Ids, Json, Variables } from '../ports.ts';
import type { LeasedJob } from '../store/store-port.ts';
import type { Engine } from '../engine.ts';
import type { CommandContext } from './command-context.ts';

const TRIES = 3;
const RETRIES = 3;

interface Kept {
  readonly name: string;
  readonly correlationKey: string | null;
  readonly variables: Variables;
  readonly actor: Actor;
  readonly reason: string | null;
}

/** @throws EngineRejection ENG_VARIABLE_INVALID when it is no duration. */
export function keptUntil({ ports }: Pick<CommandContext, 'ports'>, timeToLive: string): string {
  if (isDuration(timeToLive)) return addDuration(ports.clock.now().toISOString(), timeToLive);
  const message = `Expected the time to live to be an ISO 8601 duration such as PT1H, but it is '${timeToLive}'.`;
  throw new EngineRejection('ENG_VARIABLE_INVALID', message, { timeToLive });
}

export function keptMessage(ids: Ids, kept: Kept, until: string): JobRow {
  const { name, correlationKey, variables, actor, reason } = kept;
  return {
    id: ids.next(),
    rootId: null,
    instanceId: null,
    scopeId: null,
    tokenId: null,
    definitionId: null,
    elementId: null,
    kind: 'message',
    handler: name,
    dueAt: until,
    priority: 0,
    retriesLeft: RETRIES,
    attempt: 0,
    state: 'ready',
    payload: { variables, actor: { ...actor }, reason, until },
    effectKey: correlationKey,
  };
}

/** Delivers the message, keeps it on, or lets it expire. */
export async function deliverKept(
  context: CommandContext & { readonly correlateMessage: Engine['correlateMessage'] },
  { job, leaseNo }: LeasedJob,
): Promise<void> {
  const { store, ports } = context;
  const { variables, actor, reason, until } = job.payload as unknown as Omit<Kept, 'name'> & {
    until: string;
  };
  const request = { name: job.handler!, correlationKey: job.effectKey ?? undefined, variables };
  const options = { actor, reason: reason ?? undefined, idempotencyKey: `kept ${job.id}` };
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    if (await wasDelivered(context.correlateMessage(request, options))) {
      await store.finishRootlessJob({ jobId: job.id, leaseNo, next: null });
      return;
    }
    if (until <= ports.clock.now().toISOString()) return await expire(context, { job, leaseNo });
    if (await store.keepMessage({ job: { ...job, dueAt: until }, leaseNo, idempotency: null })) return;
  }
  await store.releaseJob?.({ jobId: job.id, leaseNo, pauseMs: 0 });
}

async function wasDelivered(delivery: ReturnType<Engine['correlateMessage']>): Promise<boolean> {
  try {
    await delivery;
    return true;
  } catch (error) {
    if (error instanceof EngineRejection && error.code === 'ENG_MESSAGE_NOT_CORRELATED') return false;
    throw error;
  }
}

async function expire({ store, ports }: CommandContext, { job, leaseNo }: LeasedJob): Promise<void> {
  const { until } = job.payload as { until: string };
  ports.logger.warn({ name: job.handler, correlationKey: job.effectKey, until }, 'A message expired.');
  const message = `Nobody waited for the message '${job.handler}' until ${until}.`;
  await fail({ store }, { job, leaseNo }, message);
}

/** It could not be delivered, for a reason that waiting does not change. */
export async function failKept(context: CommandContext, leased: LeasedJob, error: unknown): Promise<void> {
  if (isFault(context.store, error)) throw error;
  await fail(context, leased, messageOfError(error));
}

async function fail(
  { store }: Pick<CommandContext, 'store'>,
  { job, leaseNo }: LeasedJob,
  message: string,
): Promise<void> {
  const failures: Json = [{ processKey: null, definitionId: null, elementId: null, message }];
  const next: JobRow = { ...job, state: 'failed', retriesLeft: 0, payload: { ...job.payload, failures } };
  await store.finishRootlessJob({ jobId: job.id, leaseNo, next });
}
