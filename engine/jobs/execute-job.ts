/**
 * What each kind of job does when it is due. Jobs of an instance end in the step that they cause, under their lease;
 * jobs without an instance start instances by an idempotency key that is the same on every try, and are removed after.
 */
import { messageOf } from '../decide/message-of.ts';
import { nextStartTimer } from '../definition/start-wakers.ts';
import type { CommandContext } from '../commands/command-context.ts';
import type { Engine, RecordEvent } from '../engine.ts';
import { EngineRejection } from '../errors.ts';
import type { JobRow } from '../execution/state.ts';
import type { Actor } from '../ports.ts';
import type { LeasedJob } from '../store/store-port.ts';
import { executeService } from './execute-service.ts';

const ENGINE: Actor = { kind: 'system', id: null };

export interface JobContext extends CommandContext {
  readonly correlateMessage: Engine['correlateMessage'];
}

export async function executeJob(context: JobContext, leased: LeasedJob, signal: AbortSignal): Promise<void> {
  switch (leased.job.kind) {
    case 'timer':
    case 'task-activation':
    case 'continue':
      return await fire(context, leased);
    case 'service':
      return await executeService(context, leased, signal);
    case 'timer-start':
      return await startByTimer(context, leased);
    case 'record-event':
      return await startByRecordEvent(context, leased);
  }
}

async function fire(context: JobContext, { job, leaseNo }: LeasedJob): Promise<void> {
  await deliverMessage(context, job);
  await context.runner.submit({
    command: { kind: 'fireJob', jobId: job.id },
    actor: ENGINE,
    reason: null,
    idempotency: null,
    fence: { jobId: job.id, leaseNo },
  });
}

/** A message that nobody waits for is lost, and the thrower goes on. */
async function deliverMessage(context: JobContext, job: JobRow): Promise<void> {
  const message = messageOf(job);
  if (!message) return;
  const { name, correlationKey, variables } = message;
  const request = { name, correlationKey: correlationKey ?? undefined, variables };
  const actor: Actor = { kind: 'process', id: job.instanceId };
  try {
    await context.correlateMessage(request, { actor, idempotencyKey: `message ${job.effectKey ?? job.id}` });
  } catch (error) {
    if (!(error instanceof EngineRejection)) throw error;
    context.ports.logger.info({ name, correlationKey, jobId: job.id }, error.message);
  }
}

async function startByTimer(context: JobContext, { job, leaseNo }: LeasedJob): Promise<void> {
  await start(
    context,
    job,
    job.definitionId!,
    job.elementId!,
    { kind: 'timer' },
    `timer ${job.id} ${job.dueAt}`,
  );
  await context.store.finishRootlessJob({ jobId: job.id, leaseNo, next: nextStartTimer(job) });
}

async function startByRecordEvent(context: JobContext, { job, leaseNo }: LeasedJob): Promise<void> {
  const event = job.payload as unknown as RecordEvent;
  const changes = event.change === 'created' ? ['created'] : ['changed', 'stageEntered'];
  for (const change of changes) {
    const name = `${event.entity}.${change}`;
    const found = await context.store.findSubscriptions({ kind: 'record', name, correlationKey: null });
    for (const { definitionId, elementId, rootId } of found) {
      if (rootId !== null) continue;
      const key = `record ${event.id} ${definitionId} ${elementId}`;
      await start(context, job, definitionId, elementId, { kind: 'recordEvent', event }, key, event.actor);
    }
  }
  await context.store.finishRootlessJob({ jobId: job.id, leaseNo, next: null });
}

async function start(
  { runner, ports }: JobContext,
  job: JobRow,
  definitionId: string,
  startElementId: string,
  origin: { readonly kind: 'timer' } | { readonly kind: 'recordEvent'; readonly event: RecordEvent },
  key: string,
  actor: Actor = ENGINE,
): Promise<void> {
  const initiator = actor.kind === 'user' ? actor.id : null;
  try {
    await runner.submit({
      command: {
        kind: 'start',
        definitionId,
        startElementId,
        businessKey: null,
        variables: {},
        initiator,
        origin,
      },
      actor,
      reason: null,
      idempotency: { key, fingerprint: key },
      fence: null,
    });
  } catch (error) {
    // A start that the model itself refuses would be refused each time; the other processes still start.
    if (!(error instanceof EngineRejection)) throw error;
    ports.logger.error(
      { error, jobId: job.id, definitionId, startElementId },
      'A process could not be started.',
    );
  }
}
