/**
 * Starts of processes when a record was left alone for so long. The first change of a record after the deployment makes
 * one job per start event and record, whose id follows from both, so that later changes make no other; when it is due,
 * the record is asked when it was touched last, and the job waits on or starts the process that is in force by then. So
 * a change costs one insert at the most, and a record that nobody ever touches again costs nothing.
 */
import { createHash } from 'node:crypto';
import type { CommandContext } from '../commands/command-context.ts';
import { START_RETRIES } from '../definition/start-wakers.ts';
import type { EventDefinition, RecordDefinition } from '../definition/model.ts';
import type { Definition } from '../definition/model.ts';
import type { RecordEvent } from '../engine.ts';
import { touchedAtOf } from '../execution/record-wakers.ts';
import type { JobRow } from '../execution/state.ts';
import { addDuration } from '../expressions/time.ts';
import type { LeasedJob } from '../store/store-port.ts';
import { finish, tryStart } from './start-processes.ts';

interface Silence {
  readonly processKey: string;
  readonly elementId: string;
  readonly entity: string;
  readonly recordId: string;
}

export async function countSilence(
  { store, definitions, ports }: CommandContext,
  event: RecordEvent,
): Promise<void> {
  const { entity, recordId } = event;
  const rows = await store.findSubscriptions({
    kind: 'record',
    name: `${entity}.silent`,
    correlationKey: recordId,
  });
  const now = ports.clock.now().toISOString();
  for (const { rootId, definitionId, elementId } of rows) {
    const definition = rootId === null ? (await definitions.get(definitionId))?.definition : undefined;
    const watched = definition && silenceAt(definition, elementId, entity);
    if (!definition || !watched?.after) continue;
    const silence: Silence = { processKey: definition.processKey, elementId, entity, recordId };
    await store.enqueueOnce([silenceJob(silence, addDuration(now, watched.after))]);
  }
}

export async function startBySilence(context: CommandContext, leased: LeasedJob): Promise<void> {
  const { store, definitions, ports } = context;
  const { job, leaseNo } = leased;
  const silence = job.payload.silence as unknown as Silence;
  const { processKey, elementId, entity, recordId } = silence;
  const definition = (await definitions.latest(processKey))?.definition;
  const watched = definition && silenceAt(definition, elementId, entity);
  const [record] = await ports.records.read([{ $record: entity, id: recordId }], null);
  if (!definition || !watched?.after || record === null) return await finish(context, leased, [], null);
  const touchedAt = touchedAtOf(record ?? null);
  const due = touchedAt && addDuration(touchedAt, watched.after);
  if (due && due > ports.clock.now().toISOString()) {
    await store.finishRootlessJob({ jobId: job.id, leaseNo, next: { ...job, dueAt: due } });
    return;
  }
  const key = `silence ${processKey} ${elementId} ${recordId} ${touchedAt ?? job.dueAt}`;
  const wanted = { definitionId: definition.id, elementId };
  const actor = { kind: 'system', id: null } as const;
  const attempt = await tryStart(context, wanted, { kind: 'silence', entity, recordId }, key, actor);
  await finish(context, leased, attempt ? [attempt] : [], null);
}

function silenceAt({ model }: Definition, elementId: string, entity: string): RecordDefinition | null {
  const start = model.root.startEvents.find((candidate) => candidate.id === elementId);
  const event: EventDefinition | undefined = start?.event;
  const events = event?.kind === 'multiple' ? event.events : event ? [event] : [];
  const found = events.find(
    (one) => one.kind === 'recordEvent' && one.change === 'silent' && one.entity === entity,
  );
  return found?.kind === 'recordEvent' ? found : null;
}

function silenceJob(silence: Silence, dueAt: string): JobRow {
  return {
    id: idOf(silence),
    rootId: null,
    instanceId: null,
    scopeId: null,
    tokenId: null,
    definitionId: null,
    elementId: null,
    kind: 'record-event',
    handler: null,
    dueAt,
    priority: 0,
    retriesLeft: START_RETRIES,
    attempt: 0,
    state: 'ready',
    payload: { silence: { ...silence } },
    effectKey: null,
  };
}

/** A UUID of version 8: made of what it stands for. */
function idOf({ processKey, elementId, entity, recordId }: Silence): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([processKey, elementId, entity, recordId]))
    .digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
