/** What surrounds a decision in the runner: the request that is read for it, what guards its write, what is said without one. */
import { targetOf } from '../decide/decision.ts';
import type { Command, Decision, Supplies } from '../decide/decision.ts';
import { EngineRejection } from '../errors.ts';
import type { Json } from '../ports.ts';
import type { ReadAnswer, ReadRequest, Slice, Write } from '../store/store-port.ts';
import type { RunnerParts } from './runner-parts.ts';
import { replay } from './submission.ts';
import type { Submission } from './submission.ts';

/** Names the versions that the decision took for the latest: the started one and those that were called. */
export function assuming(write: Write, { command, latestOf }: Submission, supplies: Supplies): Write {
  const ids: string[] = latestOf !== undefined && command.kind === 'start' ? [command.definitionId] : [];
  for (const supply of supplies.values()) {
    if (supply.kind === 'latestDefinition' && supply.definition) ids.push(supply.definition.id);
  }
  return ids.length > 0 ? { ...write, assumesLatest: ids } : write;
}

/** The start of a process goes with the version that is the latest by now. */
export async function upToDate({ definitions }: RunnerParts, submission: Submission): Promise<Submission> {
  const { command, latestOf } = submission;
  if (latestOf === undefined || command.kind !== 'start') return submission;
  const latest = await definitions.latest(latestOf);
  if (!latest || latest.row.id === command.definitionId) return submission;
  return { ...submission, command: { ...command, definitionId: latest.row.id } };
}

/** @throws EngineRejection when the command starts a process that takes no new instances. */
export async function assertMayStart(
  { definitions, assertMayStart: assertTakesNew }: RunnerParts,
  { command }: Submission,
): Promise<void> {
  if (command.kind !== 'start') return;
  const found = await definitions.get(command.definitionId);
  if (found) await assertTakesNew(found.row.processKey);
}

/** Slices that were read by different statements may lie on both sides of another node's write. */
export function isOneVersion(answers: readonly ReadAnswer[]): boolean {
  let version: number | null = null;
  for (const answer of answers) {
    if (answer.kind !== 'slice') continue;
    version ??= answer.slice.version;
    if (answer.slice.version !== version) return false;
  }
  return true;
}

export function busy(): EngineRejection {
  return new EngineRejection(
    'ENG_BUSY',
    'Expected to get hold of the instance, but others were faster each time.',
  );
}

export function requestOf({ command, idempotency }: Submission): ReadRequest {
  return { target: targetOf(command)!, needs: [], idempotency: idempotency && { key: idempotency.key } };
}

export function guarded(
  decision: Extract<Decision, { kind: 'write' }>,
  { idempotency, fence, sole }: Submission,
): Write {
  const { result, write } = decision;
  if (!idempotency && !fence && !sole) return write;
  return {
    ...write,
    ...(sole && { soles: [sole] }),
    idempotency: idempotency && {
      key: idempotency.key,
      fingerprint: idempotency.fingerprint,
      response: idempotency.respond?.(result) ?? result,
    },
    fence: fence ?? write.fence,
  };
}

export function sliceFrom(answer: ReadAnswer, _submission: Submission): Slice | null {
  return answer.kind === 'slice' ? answer.slice : null;
}

export function settleWithout(answer: ReadAnswer, { command, idempotency }: Submission): Json {
  if (answer.kind === 'replayed') return replay(answer.idempotency, idempotency!.fingerprint);
  return missing(command);
}

/** Jobs and subscriptions go silently: whoever took them away has brought about their effect. */
export function missing(command: Command): Json {
  const target = targetOf(command);
  switch (target?.kind) {
    case 'userTask':
      throw new EngineRejection(
        'ENG_USER_TASK_NOT_FOUND',
        `Expected user task '${target.id}', but there is none.`,
      );
    case 'instance':
      throw new EngineRejection(
        'ENG_INSTANCE_NOT_FOUND',
        `Expected process instance '${target.id}', but there is none.`,
      );
    case 'incident':
      throw new EngineRejection(
        'ENG_INCIDENT_NOT_FOUND',
        `Expected open incident '${target.id}', but there is none.`,
      );
    default:
      if (command.kind !== 'changeJob') return null;
      throw new EngineRejection('ENG_JOB_NOT_FOUND', `There is no job '${command.jobId}' that waits.`);
  }
}
