/**
 * What each kind of job does when it is due. Jobs of an instance end in the step that they cause, under their lease.
 * A fault of the infrastructure is thrown, and the job comes again; a bug costs it one of its tries, and at the end
 * it stands where a person sees it: as an incident at its element, or among the failed starts.
 */
import { messageOf, type ThrownMessage } from '../decide/message-of.ts';
import { ENGINE, firing } from '../commands/continuation.ts';
import { deliverKept, failKept } from '../commands/kept-message.ts';
import type { CommandContext } from '../commands/command-context.ts';
import type { Engine } from '../engine.ts';
import { EngineRejection } from '../errors.ts';
import type { JobRow } from '../execution/state.ts';
import type { Actor } from '../ports.ts';
import type { LeasedJob } from '../store/store-port.ts';
import { broadcastSignal } from './broadcast-signal.ts';
import { deliverRecordEvent } from './deliver-record-event.ts';
import { executeService } from './execute-service.ts';
import { isFault, messageOfError } from './fault.ts';
import { failStartJob, startByTimer, startAsGiven } from './start-processes.ts';

export interface JobContext extends CommandContext {
  readonly correlateMessage: Engine['correlateMessage'];
  readonly executeBatch: (leased: LeasedJob) => Promise<void>;
  /** Looks for due jobs at once. */
  readonly wake: () => void;
}

export async function executeJob(context: JobContext, leased: LeasedJob, signal: AbortSignal): Promise<void> {
  try {
    await bringAbout(context, leased, signal);
  } catch (error) {
    if (isFault(context.store, error)) throw error;
    const { job, leaseNo } = leased;
    context.ports.logger.error({ error, jobId: job.id, kind: job.kind }, 'A job broke off.');
    if (job.kind === 'message') return await failKept(context, leased, error);
    if (job.rootId === null) return await failStartJob(context, leased, error);
    await context.runner.submit({
      command: { kind: 'failJob', jobId: job.id, message: messageOfError(error) },
      actor: ENGINE,
      reason: null,
      idempotency: null,
      fence: { jobId: job.id, leaseNo },
    });
  }
}

async function bringAbout(context: JobContext, leased: LeasedJob, signal: AbortSignal): Promise<void> {
  switch (leased.job.kind) {
    case 'timer':
    case 'task-activation':
    case 'continue':
      return await fire(context, leased);
    case 'service':
      return await executeService(context, leased, signal);
    case 'timer-start':
      return await startByTimer(context, leased);
    case 'start':
      return await startAsGiven(context, leased);
    case 'batch':
      return await context.executeBatch(leased);
    case 'record-event':
      return await deliverRecordEvent(context, leased);
    case 'signal':
      return await broadcastSignal(context, leased);
    case 'message':
      return await deliverKept(context, leased);
  }
}

async function fire(context: JobContext, leased: LeasedJob): Promise<void> {
  const message = messageOf(leased.job);
  if (message) await deliverMessage(context, leased.job, message);
  await context.runner.submit(firing(leased), leased.slice ?? null);
}

/** A message that nobody waits for is lost, and the thrower goes on. */
async function deliverMessage(context: JobContext, job: JobRow, message: ThrownMessage): Promise<void> {
  const { name, correlationKey, variables, timeToLive } = message;
  const request = { name, correlationKey: correlationKey ?? undefined, variables, timeToLive };
  const actor: Actor = { kind: 'process', id: job.instanceId };
  try {
    await context.correlateMessage(request, { actor, idempotencyKey: `message ${job.effectKey ?? job.id}` });
  } catch (error) {
    if (!(error instanceof EngineRejection) || error.code !== 'ENG_MESSAGE_NOT_CORRELATED') throw error;
    context.ports.logger.info({ name, correlationKey, jobId: job.id }, error.message);
  }
}
