/**
 * A change of a record: it starts processes, reaches the instances that wait for it, lets those that are bound to the
 * record look at their conditions again, and begins the count of silence. Each delivery goes by a key of its own, and
 * what fails keeps nobody else from it.
 */
import type { CommandContext } from '../commands/command-context.ts';
import type { Command } from '../decide/decision.ts';
import type { RecordEvent } from '../engine.ts';
import type { JobRow, SubscriptionRow } from '../execution/state.ts';
import type { LeasedJob } from '../store/store-port.ts';
import { isFault, messageOfError } from './fault.ts';
import { failuresOf, finish, processKeyOf, tryStart, type Attempt } from './start-processes.ts';
import { countSilence, startBySilence } from './start-by-silence.ts';

export async function deliverRecordEvent(context: CommandContext, leased: LeasedJob): Promise<void> {
  if ('silence' in leased.job.payload) return await startBySilence(context, leased);
  const event = leased.job.payload as unknown as RecordEvent;
  const attempts: (Attempt | null)[] = [];
  for (const row of await subscribers(context, leased.job, event)) {
    const key = `record ${event.id} ${row.rootId === null ? `${row.definitionId} ${row.elementId}` : row.id}`;
    attempts.push(
      row.rootId === null
        ? await tryStart(context, row, { kind: 'recordEvent', event }, key, event.actor)
        : await tell(context, row, event, key),
    );
  }
  const record = { entity: event.entity, recordId: event.recordId };
  for (const instanceId of await context.store.instancesToReview(record)) {
    attempts.push(await submit(context, { kind: 'reviewConditions', instanceId }, event, null));
  }
  await countSilence(context, event);
  await finish(
    context,
    leased,
    attempts.filter((attempt) => attempt !== null),
    null,
  );
}

/** A retry asks only those again that failed before. */
async function subscribers(
  { store }: CommandContext,
  job: JobRow,
  event: RecordEvent,
): Promise<readonly SubscriptionRow[]> {
  const missing = failuresOf(job).map((failure) => failure.processKey);
  const isRetry = missing.length > 0 && !missing.includes(null);
  const name = `${event.entity}.${event.change}`;
  const rows = await store.findSubscriptions({ kind: 'record', name, correlationKey: event.recordId });
  if (!isRetry) return rows;
  const found: SubscriptionRow[] = [];
  for (const row of rows) {
    if (missing.includes(await processKeyOf(store, row.definitionId))) found.push(row);
  }
  return found;
}

/** Whether this change is the one that it waits for is decided with the instance's own variables. */
async function tell(
  context: CommandContext,
  row: SubscriptionRow,
  event: RecordEvent,
  key: string,
): Promise<Attempt | null> {
  const attempt = await submit(context, { kind: 'recordEvent', subscriptionId: row.id, event }, event, key);
  if (!attempt) return null;
  const { definitionId, elementId } = row;
  const processKey = await processKeyOf(context.store, definitionId);
  return { ...attempt, failure: { ...attempt.failure, processKey, definitionId, elementId } };
}

async function submit(
  { runner, store, ports }: CommandContext,
  command: Command,
  { actor }: RecordEvent,
  key: string | null,
): Promise<Attempt | null> {
  try {
    const idempotency = key === null ? null : { key, fingerprint: key };
    await runner.submit({ command, actor, reason: null, idempotency, fence: null });
    return null;
  } catch (error) {
    if (isFault(store, error)) throw error;
    ports.logger.error({ error, kind: command.kind }, 'An instance could not be told of a record.');
    const message = messageOfError(error);
    return {
      failure: { processKey: null, definitionId: null, elementId: null, message },
      isHeld: false,
      isFinal: true,
    };
  }
}
