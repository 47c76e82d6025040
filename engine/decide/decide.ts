/**
 * The pure heart: command + slice + supplies → decision. One function per command opens the agenda, the
 * interpreter drains it, the unit of work becomes the write. No I/O, no clock, no random: the same arguments
 * give the same answer, so a decision may be repeated as often as something is missing.
 */
import { behaviourOf } from '../elements/registry.ts';
import { createAgenda } from '../execution/agenda.ts';
import { drain } from '../execution/interpreter.ts';
import { LateMap, LateSet } from '../execution/late-collections.ts';
import { NeedSignal } from '../execution/needs.ts';
import type { Session } from '../execution/step.ts';
import { createUnitOfWork } from '../execution/unit-of-work.ts';
import type { Slice } from '../store/store-port.ts';
import { activateElement } from './activate-element.ts';
import { cancelInstance } from './cancel-instance.ts';
import { catchIncident } from './catch-incident.ts';
import { changeJob } from './change-job.ts';
import { changeUserTask, delegateUserTask, resolveUserTask } from './change-user-task.ts';
import { completeServiceJob, failServiceJob } from './service-job.ts';
import { completeUserTask } from './complete-user-task.ts';
import { correlate } from './correlate.ts';
import { deliverRecordEvent } from './deliver-record-event.ts';
import { replaceRecord } from './replace-record.ts';
import { reviewConditions } from './review-conditions.ts';
import type { Command, CommandKind, Decision, DecisionEnvironment, Supplies } from './decision.ts';
import type { Decider } from './decider.ts';
import { failJob } from './fail-job.ts';
import { fireJob } from './fire-job.ts';
import { migrateInstance } from './migrate-instance.ts';
import { retryIncident } from './retry-incident.ts';
import { setInstanceVariables } from './set-variables.ts';
import { skipIncident } from './skip-incident.ts';
import { start } from './start.ts';
import { resumeInstance, suspendInstance } from './suspend-instance.ts';
import { assignUserTask, claimUserTask, unclaimUserTask } from './task-executors.ts';

const DECIDERS: { readonly [K in CommandKind]: Decider<K> } = {
  start,
  completeUserTask,
  claimUserTask,
  unclaimUserTask,
  assignUserTask,
  changeUserTask,
  delegateUserTask,
  resolveUserTask,
  suspendInstance,
  resumeInstance,
  changeJob,
  skipIncident,
  catchIncident,
  setVariables: setInstanceVariables,
  replaceRecord,
  correlate,
  recordEvent: deliverRecordEvent,
  reviewConditions,
  fireJob,
  completeServiceJob,
  failServiceJob,
  failJob,
  cancelInstance,
  activateElement,
  retryIncident,
  migrateInstance,
};

/**
 * Decides one command. `slice` is null exactly for `start`.
 * @throws EngineRejection when the caller may mend the request; nothing is to be written then.
 */
export function decide(
  command: Command,
  slice: Slice | null,
  supplies: Supplies,
  environment: DecisionEnvironment,
): Decision {
  const session = openSession(command, slice, supplies, environment);
  try {
    const decider = DECIDERS[command.kind] as Decider<CommandKind>;
    const result = decider(session, command, slice as Slice);
    drain(session);
    const write = session.unit.toWrite();
    return write ? { kind: 'write', write, result } : { kind: 'nothing', result };
  } catch (signal) {
    if (signal instanceof NeedSignal) return { kind: 'need', needs: signal.needs };
    throw signal;
  }
}

function openSession(
  command: Command,
  slice: Slice | null,
  supplies: Supplies,
  environment: DecisionEnvironment,
): Session {
  const { now, commandId, actor } = environment;
  const unit = createUnitOfWork(slice, { at: now, commandId, actor });
  return {
    unit,
    state: unit.state,
    agenda: createAgenda(),
    environment,
    supplies,
    behaviourOf,
    knownTokens: knownFrom(command, slice),
    made: new LateSet(),
    endStatus: new LateMap(),
    told: new LateSet(),
    counter: { steps: 0, effects: 0 },
    fired: { job: null },
    changes: [],
    firing: new LateSet(),
    locals: new LateMap(),
    outcomes: new LateMap(),
  };
}

/** The slice of these targets holds the target's token with all its wakers. */
function knownFrom(command: Command, slice: Slice | null): LateSet {
  const known = new LateSet();
  const tokenId = slice && targetRow(command, slice)?.tokenId;
  if (tokenId) known.add(tokenId);
  return known;
}

function targetRow(command: Command, slice: Slice): { readonly tokenId: string | null } | undefined {
  if ('taskId' in command) return slice.userTasks.find((row) => row.id === command.taskId);
  if ('jobId' in command) return slice.jobs.find((row) => row.id === command.jobId);
  if ('subscriptionId' in command)
    return slice.subscriptions.find((row) => row.id === command.subscriptionId);
  if ('incidentId' in command) return slice.incidents.find((row) => row.id === command.incidentId);
  return undefined;
}
