/** A person is done with a task, or says what came of it. */
import type { UserTask } from '../definition/model.ts';
import { EngineRejection } from '../errors.ts';
import { instantFrom } from '../expressions/time.ts';
import type { UserTaskRow } from '../execution/state.ts';
import { elementOf, type Session } from '../execution/step.ts';
import {
  activeInstance,
  assertMayExecute,
  assertNotSuspended,
  assertVariables,
  openTask,
} from './assertions.ts';
import type { Decider } from './decider.ts';
import type { CommandOf } from './decision.ts';
import { takeFromPool } from './task-executors.ts';

type CompleteUserTask = CommandOf<'completeUserTask'>;

/** Result: `{ instanceId }`. */
export const completeUserTask: Decider<'completeUserTask'> = (session, command) => {
  const task = openTask(session, command.taskId);
  assertNotSuspended(session, activeInstance(session, task.instanceId));
  assertMayExecute(
    session,
    task,
    session.environment.actor.kind === 'user' ? session.environment.actor.id : null,
  );
  assertVariables(session, command.variables);
  if (command.claimFor !== null && task.assignee === null) takeFromPool(session, task, command.claimFor);
  const rescheduleTo = checkOutcome(session, task, command);
  const { scopeId, elementId, tokenId, instanceId } = task;
  const { taskId, outcome, variables } = command;
  session.agenda.push({
    kind: 'trigger',
    ...{ scopeId, elementId, tokenId },
    trigger: { kind: 'userTask', taskId, outcome, variables, rescheduleTo },
  });
  return { instanceId };
};

/** The instant to which the task moves, for outcomes that ask for one. */
function checkOutcome(session: Session, task: UserTaskRow, command: CompleteUserTask): string | null {
  if (command.outcome === null) return null;
  const { outcomes } = elementOf(session, task.instanceId, task.elementId) as UserTask;
  const settings = outcomes?.values.find((candidate) => candidate.code === command.outcome);
  if (outcomes && !settings) {
    const known = outcomes.values.map((candidate) => candidate.code);
    const message = `Expected the outcome to be one of '${known.join("', '")}', but it is '${command.outcome}'.`;
    throw new EngineRejection('ENG_OUTCOME_UNKNOWN', message, { outcomes: known });
  }
  if (settings?.effect !== 'reschedule') return null;
  const to = command.rescheduleTo === null ? null : instantFrom(command.rescheduleTo);
  if (to && to > session.environment.now) return to;
  throw new EngineRejection(
    'ENG_RESCHEDULE_DATE_MISSING',
    `The outcome '${command.outcome}' needs a date in the future.`,
  );
}
