/**
 * An effect outside the database: the handler runs without any transaction, at least once, with the same effect key on
 * every try; what came of it is a command under the job's lease.
 */
import type { CommandContext } from '../commands/command-context.ts';
import { EngineFault } from '../errors.ts';
import type { Actor, HandlerContext, HandlerResult } from '../ports.ts';
import type { Command } from '../decide/decision.ts';
import type { LeasedJob } from '../store/store-port.ts';

export async function executeService(
  context: CommandContext,
  leased: LeasedJob,
  signal: AbortSignal,
): Promise<void> {
  const { job, leaseNo } = leased;
  const handlerContext = await contextOf(context, leased);
  if (!handlerContext) return;
  const command = await outcomeOf(context, leased, handlerContext, signal);
  const actor: Actor = { kind: 'process', id: job.instanceId };
  const fence = { jobId: job.id, leaseNo };
  await context.runner.submit({ command, actor, reason: null, idempotency: null, fence });
}

async function outcomeOf(
  { ports }: CommandContext,
  { job }: LeasedJob,
  handlerContext: HandlerContext,
  signal: AbortSignal,
): Promise<Command> {
  const jobId = job.id;
  const handler = ports.handlers.get(job.handler ?? '');
  if (handler?.mode !== 'job') {
    return { kind: 'failServiceJob', jobId, message: `There is no handler '${job.handler}' for jobs.` };
  }
  let result: HandlerResult;
  try {
    result = await handler.run(job.payload, handlerContext, signal);
  } catch (error) {
    // A stopping node gives the job back as it was; the effect key makes the repetition harmless.
    if (signal.aborted) throw new EngineFault('The node stopped while a handler ran.', { cause: error });
    return { kind: 'failServiceJob', jobId, message: error instanceof Error ? error.message : String(error) };
  }
  return { kind: 'completeServiceJob', jobId, result };
}

/** Null when the instance is gone. */
async function contextOf(context: CommandContext, { job }: LeasedJob): Promise<HandlerContext | null> {
  const { store, definitions, ports } = context;
  const [answer] = await store.read([{ target: { kind: 'job', id: job.id }, needs: [], idempotency: null }]);
  const slice = answer?.kind === 'slice' ? answer.slice : null;
  const instance = slice?.instances.find((row) => row.id === job.instanceId);
  if (!instance) return null;
  const found = await definitions.get(instance.definitionId);
  if (!found) return null;
  const { definition, row } = found;
  return {
    effectKey: job.effectKey ?? job.id,
    instanceId: instance.id,
    rootId: instance.rootId,
    definitionId: row.id,
    processKey: row.processKey,
    elementId: job.elementId ?? '',
    elementName: definition.model.elements.get(job.elementId ?? '')?.name ?? null,
    businessKey: instance.businessKey,
    initiator: instance.initiator,
    publisher: definition.publisher,
    access: definition.model.access,
    now: ports.clock.now(),
    attempt: job.attempt,
  };
}
