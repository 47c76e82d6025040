/** Who has the task: claim, give back, hand to somebody. */
import { EngineRejection } from '../errors.ts';
import type { UserTaskRow } from '../execution/state.ts';
import type { Session } from '../execution/step.ts';
import { announceAssignment, announceUpdate } from './announce-change.ts';
import { assertMayExecute, openTask } from './assertions.ts';
import type { Decider } from './decider.ts';

/** Takes the task out of its pool. Claiming one's own task again changes nothing. */
export const claimUserTask: Decider<'claimUserTask'> = (session, { taskId, userId }) => {
  const task = openTask(session, taskId);
  if (task.assignee === userId) return null;
  if (task.assignee !== null) {
    const message = `Expected user task '${taskId}' to be in a pool, but it belongs to '${task.assignee}'.`;
    throw new EngineRejection('ENG_USER_TASK_ALREADY_CLAIMED', message, { assignee: task.assignee });
  }
  return takeFromPool(session, task, userId);
};

/** Gives a task that nobody has to somebody. */
export function takeFromPool(session: Session, task: UserTaskRow, userId: string): null {
  assertMayExecute(session, task, userId);
  return give(session, task, { assignee: userId });
}

/** Puts the task back. One that never had a pool keeps its former assignee as candidate, so that it stays seen. */
export const unclaimUserTask: Decider<'unclaimUserTask'> = (session, { taskId }) => {
  const task = openTask(session, taskId);
  if (task.assignee === null) return null;
  const hasPool = task.candidateUsers.length + task.candidateGroups.length > 0;
  const candidateUsers = hasPool ? task.candidateUsers : [task.assignee];
  return give(session, task, { assignee: null, candidateUsers });
};

export const assignUserTask: Decider<'assignUserTask'> = (session, { taskId, userId }) => {
  const task = openTask(session, taskId);
  if (task.assignee === userId) return null;
  assertMayExecute(session, task, userId);
  return give(session, task, { assignee: userId });
};

function give(session: Session, task: UserTaskRow, change: Partial<UserTaskRow>): null {
  const { candidateUsers, candidateGroups, assignee } = { ...task, ...change };
  const executors = { assignee, substituteFor: null, candidateUsers, candidateGroups };
  const { reason } = session.environment;
  const why = reason === null ? {} : { reason };
  session.unit.emit(task.instanceId, { kind: 'UserTaskAssigned', taskId: task.id, ...executors, ...why });
  announceUpdate(session, task, { isAssignment: true });
  if (assignee !== null) announceAssignment(session, task);
  return null;
}
