/**
 * A start by an event that a suspended process holds back: from then on a job of that process, which nobody claims until
 * it is resumed. So its sender is done with it, nobody else who gets the event waits for the process, and nothing is lost.
 * What is kept for a limited time only is not started after that; it then stays among the failed jobs.
 */
import type { Command } from '../decide/decision.ts';
import { START_RETRIES } from '../definition/start-wakers.ts';
import { EngineRejection } from '../errors.ts';
import { heldBy } from '../execution/held-back.ts';
import type { JobRow } from '../execution/state.ts';
import type { Json } from '../ports.ts';
import type { CommandContext } from './command-context.ts';
import { replay, type Submission } from './submission.ts';

export type StartCommand = Extract<Command, { kind: 'start' }>;

export function isSuspension(error: unknown): boolean {
  return error instanceof EngineRejection && error.code === 'ENG_PROCESS_SUSPENDED';
}

/** Answers `{ heldAt }` with the process in the place of the start's own result. */
export async function holdStart(
  { store, definitions, ports }: CommandContext,
  command: StartCommand,
  { idempotency }: Pick<Submission, 'idempotency'>,
  until: string | null = null,
): Promise<Json> {
  const { row } = (await definitions.get(command.definitionId))!;
  const answer = { heldAt: row.processKey };
  const now = ports.clock.now().toISOString();
  const job = heldJob(command, { id: ports.ids.next(), processKey: row.processKey, now, until });
  if (!idempotency) {
    await store.enqueueJobs([job], null);
    return answer;
  }
  const { key, fingerprint, respond } = idempotency;
  const response = respond?.(answer) ?? answer;
  if (await store.enqueueGuarded([job], { key, fingerprint, response })) return answer;
  const [known] = await store.readIdempotency([key]);
  return known ? replay(known, fingerprint) : answer;
}

function heldJob(
  command: StartCommand,
  how: {
    readonly id: string;
    readonly processKey: string;
    readonly now: string;
    readonly until: string | null;
  },
): JobRow {
  const { definitionId, startElementId, variables, businessKey, initiator, origin } = command;
  const { id, processKey, now, until } = how;
  return {
    ...{ id, rootId: null, instanceId: null, scopeId: null, tokenId: null, definitionId },
    elementId: startElementId,
    kind: 'start',
    handler: heldBy(processKey),
    dueAt: now,
    priority: 0,
    retriesLeft: START_RETRIES,
    attempt: 0,
    state: 'ready',
    payload: { variables, businessKey, initiator, origin: origin as unknown as Json, until },
    effectKey: null,
  };
}
