/**
 * What occurs at a parallel multiple start event is kept until all of it has; then a job starts the process, made in the
 * same transaction, under a key of its own: so a crash neither loses the start nor repeats it.
 */
import type { StartOccurrenceAt } from '../decide/start-trigger.ts';
import { START_RETRIES } from '../definition/start-wakers.ts';
import type { StartCollection } from '../execution/start-collection.ts';
import type { JobRow } from '../execution/state.ts';
import type { Json, Variables } from '../ports.ts';
import type { RunnerParts } from './runner-parts.ts';
import { replay, type Submission } from './submission.ts';

/** What the start's job carries. */
export interface CollectedStart {
  readonly variables: Variables;
  readonly businessKey: string | null;
}

/** The result of a start that wrote nothing; where it was an occurrence, `{ collectedAt }` says which event keeps it. */
export async function collectOccurrence(
  { store, ports, definitions, onEnqueued }: RunnerParts,
  { command, idempotency }: Submission,
  result: Json,
): Promise<Json> {
  const occurrence = occurrenceIn(result);
  if (!occurrence || command.kind !== 'start') return result;
  const { definitionId, businessKey, initiator, startElementId } = command;
  const definition = (await definitions.get(definitionId))!.definition;
  const answer = { instanceId: null, collectedAt: definition.processKey };
  const jobFor = (complete: StartCollection): JobRow => ({
    id: ports.ids.next(),
    rootId: null,
    instanceId: null,
    scopeId: null,
    tokenId: null,
    definitionId,
    elementId: startElementId,
    kind: 'start',
    handler: null,
    dueAt: ports.clock.now().toISOString(),
    priority: 0,
    retriesLeft: START_RETRIES,
    attempt: 0,
    state: 'ready',
    payload: {
      variables: Object.assign({}, ...complete.occurred.map(({ variables }) => variables)) as Variables,
      businessKey: complete.correlationKey,
      initiator,
    },
    effectKey: null,
  });
  const known = await store.collectStart({
    occurrence: { ...occurrence, processKey: definition.processKey, correlationKey: businessKey },
    newId: ports.ids.next(),
    jobFor,
    idempotency: idempotency && {
      key: idempotency.key,
      fingerprint: idempotency.fingerprint,
      response: idempotency.respond?.(answer) ?? answer,
    },
  });
  if (known) return replay(known, idempotency!.fingerprint);
  onEnqueued();
  return answer;
}

function occurrenceIn(result: Json): StartOccurrenceAt | null {
  const { occurrence = null } = (result ?? {}) as { readonly occurrence?: StartOccurrenceAt };
  return occurrence;
}
