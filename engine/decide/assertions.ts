/** Preconditions that several commands share; each throws the rejection that its caller can mend. */
import { EngineRejection } from '../errors.ts';
import type { InstanceRow, UserTaskRow } from '../execution/state.ts';
import { shutOutOf } from '../elements/tasks/user-task/four-eyes.ts';
import { elementOf, type Session } from '../execution/step.ts';
import { variableProblem } from '../execution/variable-check.ts';
import type { Variables } from '../ports.ts';

/** `note` is told the size of each variable. */
export function assertVariables(
  session: Session,
  values: Variables,
  note?: (name: string, size: number) => void,
): void {
  const problem = variableProblem(values, session.environment.limits.variableBytesMax, note);
  if (problem) throw new EngineRejection('ENG_VARIABLE_INVALID', problem);
}

/** The instance, which must be running. */
export function activeInstance(session: Session, instanceId: string): InstanceRow {
  const instance = session.state.instances.get(instanceId);
  if (!instance) {
    throw new EngineRejection('ENG_INSTANCE_NOT_FOUND', `There is no process instance '${instanceId}'.`);
  }
  if (instance.status === 'active') return instance;
  const message = `Expected process instance '${instanceId}' to be active, but it is '${instance.status}'.`;
  throw new EngineRejection('ENG_INSTANCE_ENDED', message, { status: instance.status });
}

/** The task, which must be open. */
export function openTask(session: Session, taskId: string): UserTaskRow {
  const task = session.state.userTasks.get(taskId);
  if (!task) throw new EngineRejection('ENG_USER_TASK_NOT_FOUND', `There is no user task '${taskId}'.`);
  if (task.state === 'planned' || task.state === 'ready') return task;
  const message = `Expected user task '${taskId}' to be open, but it is '${task.state}'.`;
  throw new EngineRejection('ENG_USER_TASK_NOT_OPEN', message, { state: task.state });
}

/** The person must not be shut out by four eyes. */
export function assertMayExecute(session: Session, task: UserTaskRow, userId: string | null): void {
  if (userId === null) return;
  const instance = session.state.instances.get(task.instanceId)!;
  const element = elementOf(session, task.instanceId, task.elementId);
  const shutOut = shutOutOf(session, { instance, scopeId: task.scopeId, element });
  if (!shutOut.has(userId)) return;
  const message = 'Four eyes: whoever did the step before, or whom it is about, may not do this one.';
  throw new EngineRejection('ENG_FOUR_EYES', message, { userId });
}

/** Nothing of a suspended tree goes on. */
export function assertNotSuspended(session: Session, instance: InstanceRow): void {
  const root = session.state.instances.get(instance.rootId);
  if (!root?.suspended) return;
  const message = `Expected process instance '${instance.id}' to go on, but it is suspended. Resume it first.`;
  throw new EngineRejection('ENG_INSTANCE_SUSPENDED', message, { rootId: instance.rootId });
}
