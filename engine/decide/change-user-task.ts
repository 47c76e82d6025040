/** A task in hand: lent and given back, due at another time, more or less urgent, to be looked at again. */
import { EngineRejection } from '../errors.ts';
import type { UserTaskRow } from '../execution/state.ts';
import type { Session } from '../execution/step.ts';
import { setVariables } from '../execution/variables.ts';
import { instantFrom } from '../expressions/time.ts';
import { announceAssignment, announceUpdate } from './announce-change.ts';
import { assertMayExecute, assertVariables, openTask } from './assertions.ts';
import type { Decider } from './decider.ts';

/** Result: null. Only what is named changes; null takes a date away. */
export const changeUserTask: Decider<'changeUserTask'> = (session, { taskId, change }) => {
  const task = openTask(session, taskId);
  const dates = Object.fromEntries(
    (['dueAt', 'followUpAt'] as const)
      .filter((name) => change[name] !== undefined)
      .map((name) => [name, instantOrNull(name, change[name]!)]),
  );
  const wanted: Partial<UserTaskRow> = {
    ...dates,
    ...(change.priority === undefined ? {} : { priority: change.priority }),
  };
  const isNew = Object.entries(wanted).some(([name, value]) => task[name as keyof UserTaskRow] !== value);
  if (isNew) {
    emitChange(session, task, wanted);
    announceUpdate(session, task, { isAssignment: false });
  }
  return null;
};

/** The assignee lends his task to somebody, who gives it back with `resolveUserTask`. */
export const delegateUserTask: Decider<'delegateUserTask'> = (session, { taskId, userId }) => {
  const task = openTask(session, taskId);
  if (task.assignee === null) {
    const message = `Expected user task '${taskId}' to belong to somebody who can lend it, but it is in a pool.`;
    throw new EngineRejection('ENG_USER_TASK_NOT_ASSIGNED', message);
  }
  assertMayExecute(session, task, userId);
  if (task.assignee === userId) return null;
  assign(session, task, userId);
  emitChange(session, task, { owner: task.owner ?? task.assignee, delegation: 'pending' });
  return null;
};

/** The work that was lent is done; the owner looks at it and completes the task himself. */
export const resolveUserTask: Decider<'resolveUserTask'> = (session, { taskId, variables }) => {
  const task = openTask(session, taskId);
  if (task.delegation !== 'pending' || task.owner === null) {
    throw new EngineRejection(
      'ENG_USER_TASK_NOT_DELEGATED',
      `User task '${taskId}' was not lent to anybody.`,
    );
  }
  assertVariables(session, variables);
  assign(session, task, task.owner);
  emitChange(session, task, { delegation: 'resolved' });
  if (Object.keys(variables).length > 0) setVariables(session, task.scopeId, task.elementId, variables);
  return null;
};

function assign(session: Session, task: UserTaskRow, assignee: string): void {
  const { candidateUsers, candidateGroups } = task;
  session.unit.emit(task.instanceId, {
    kind: 'UserTaskAssigned',
    ...{ taskId: task.id, assignee, substituteFor: null, candidateUsers, candidateGroups },
    ...why(session),
  });
  announceUpdate(session, task, { isAssignment: true });
  announceAssignment(session, task);
}

function emitChange(session: Session, task: UserTaskRow, change: Partial<UserTaskRow>): void {
  session.unit.emit(task.instanceId, { kind: 'UserTaskChanged', taskId: task.id, change, ...why(session) });
}

function why({ environment: { reason } }: Session): { readonly reason?: string } {
  return reason === null ? {} : { reason };
}

function instantOrNull(name: string, value: string | null): string | null {
  if (value === null) return null;
  const instant = instantFrom(value);
  if (instant) return instant;
  const message = `Expected '${name}' to be an instant in ISO 8601, but it is '${value}'.`;
  throw new EngineRejection('ENG_DATE_INVALID', message, { field: name });
}
