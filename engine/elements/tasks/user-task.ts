/**
 * User task (BPMN 2.0.2 §10.3.4), and with `tl:Call` our Create call activity (decisions.md 2). Who does it comes
 * from the task or its lane; the chosen outcome is a variable and, where the flows carry outcomes, the way on.
 * A call is planned with the host in the step that enters it, stays `planned` until its time, and repeats or
 * moves by itself. A failing host never undoes what a person did: that becomes an incident at the element.
 */
import type { UserTask } from '../../definition/model.ts';
import type { OutcomeSettings } from '#moddle';
import { EngineFailure } from '../../errors.ts';
import type { UserTaskRow } from '../../execution/state.ts';
import type { Step } from '../../execution/step.ts';
import { listenerFacts, notify } from '../../execution/listeners.ts';
import { rowsWith } from '../../execution/tables.ts';
import { complete, leave, wait } from '../../execution/tokens.ts';
import { applyOutputs, asReferences, inputsOf, setVariables } from '../../execution/variables.ts';
import { createJob } from '../../execution/wakers.ts';
import type { Trigger } from '../../execution/work.ts';
import type { Variables } from '../../ports.ts';
import type { Behaviour } from '../behaviour.ts';
import { neverTriggered } from '../shared/defaults.ts';
import { flowsOfActivity } from '../shared/flows.ts';
import { callText, cancelCall, endCall, nextCallTime, planCall } from './user-task/call.ts';
import { executorsOf } from './user-task/executors.ts';
import { outcomeFlows } from './user-task/outcome-flows.ts';
import { allowedExecutors } from './user-task/four-eyes.ts';
import { armTimeouts, timeOut } from './user-task/timeouts.ts';
import { dueAtOf, followUpOf, priorityOf, type Schedule } from './user-task/schedule.ts';

type UserTaskTrigger = Extract<Trigger, { kind: 'userTask' }>;

export const userTask: Behaviour<UserTask> = {
  enter(step) {
    const task = newTask(step);
    const planned = { ...task, data: { ...task.data, ...planCall(step, task) } };
    const token = wait(step);
    step.session.unit.emit(step.instance.id, { kind: 'UserTaskCreated', task: planned });
    activateLater(step, planned);
    armTimeouts(step, token);
    notify(step, 'task:create', listenerFacts(planned));
    if (planned.assignee !== null) notify(step, 'task:assignment', listenerFacts(planned));
  },

  trigger(step, trigger) {
    if (trigger.kind === 'replan') return replan(step, taskOf(step, trigger.taskId));
    if (trigger.kind === 'assigned') {
      return notify(step, 'task:assignment', listenerFacts(taskOf(step, trigger.taskId)));
    }
    if (trigger.kind === 'updated') {
      const facts = listenerFacts(taskOf(step, trigger.taskId));
      notify(step, 'task:update', facts);
      return trigger.isAssignment ? undefined : notify(step, 'task:updating', facts);
    }
    if (trigger.kind === 'timer') return timeOut(step, openTasksOf(step), trigger);
    if (trigger.kind !== 'userTask') return neverTriggered(step, trigger);
    const task = taskOf(step, trigger.taskId);
    const schedule = nextSchedule(step, task, trigger);
    if (schedule) reschedule(step, task, trigger, schedule);
    else finish(step, task, trigger);
  },

  complete(step, { result, outcome, memo }) {
    if (memo) endCall(step, memo);
    applyOutputs(step, result);
    leave(step, outcomeFlows(step, outcome) ?? flowsOfActivity(step));
  },

  terminate(step) {
    for (const task of openTasksOf(step)) {
      notify(step, 'task:delete', listenerFacts(task));
      step.session.unit.emit(step.instance.id, { kind: 'UserTaskCancelled', taskId: task.id });
      cancelCall(step, task);
    }
  },
};

function newTask(step: Step<UserTask>): UserTaskRow {
  const { session, element, instance, definition } = step;
  const { now, ids } = session.environment;
  const { call } = element;
  const availableAt = call ? nextCallTime(step, now, call.offset) : now;
  return {
    id: ids.next(),
    rootId: instance.rootId,
    instanceId: instance.id,
    scopeId: step.scopeId,
    tokenId: step.tokenId,
    definitionId: definition.id,
    processKey: definition.processKey,
    elementId: element.id,
    name: callText(step, call?.subjectTemplate) ?? element.name ?? element.id,
    kind: call ? 'call' : 'task',
    state: availableAt > now ? 'planned' : 'ready',
    ...allowedExecutors(step, executorsOf(step)),
    createdAt: now,
    availableAt,
    dueAt: dueAtOf(step, availableAt),
    priority: call?.priority ?? priorityOf(step),
    data: asReferences(inputsOf(step)),
    attempt: 0,
    outcome: null,
    completedAt: null,
    completedBy: null,
    owner: null,
    delegation: null,
    followUpAt: followUpOf(step, availableAt),
  };
}

/** When the task starts over by its outcome's rule; null when it is over. */
function nextSchedule(step: Step<UserTask>, task: UserTaskRow, trigger: UserTaskTrigger): Schedule | null {
  const outcome = settingsOf(step, trigger.outcome);
  const { now } = step.session.environment;
  if (outcome?.effect === 'reschedule' && trigger.rescheduleTo) {
    return { availableAt: trigger.rescheduleTo, attempt: task.attempt };
  }
  if (outcome?.effect !== 'repeat' || task.attempt >= (outcome.repeatMax ?? 1)) return null;
  const availableAt = nextCallTime(step, now, outcome.repeatEvery ?? 'P1D');
  return { availableAt, attempt: task.attempt + 1 };
}

function settingsOf(step: Step<UserTask>, code: string | null): OutcomeSettings | null {
  return step.element.outcomes?.values.find((outcome) => outcome.code === code) ?? null;
}

/** The task starts over; the host is told, and told again from an incident when it fails. */
function reschedule(
  step: Step<UserTask>,
  task: UserTaskRow,
  trigger: UserTaskTrigger,
  schedule: Schedule,
): void {
  const { session, instance, element, scopeId } = step;
  setVariables(session, scopeId, element.id, resultOf(step, trigger));
  cancelActivation(step);
  const moved = { ...task, ...schedule, dueAt: dueAtOf(step, schedule.availableAt) };
  const planning = attemptPlan(step, moved);
  session.unit.emit(instance.id, {
    kind: 'UserTaskRescheduled',
    taskId: task.id,
    availableAt: moved.availableAt,
    dueAt: moved.dueAt,
    attempt: moved.attempt,
    data: { ...task.data, ...planning.data },
    outcome: trigger.outcome,
  });
  activateLater(step, moved);
  if (!planning.failed) return;
  const retry: Trigger = { kind: 'replan', taskId: task.id };
  session.agenda.push({
    kind: 'trigger',
    scopeId,
    elementId: element.id,
    tokenId: step.tokenId,
    trigger: retry,
  });
}

function attemptPlan(step: Step<UserTask>, task: UserTaskRow): { data: Variables; failed: boolean } {
  try {
    return { data: planCall(step, task), failed: false };
  } catch (error) {
    if (!(error instanceof EngineFailure)) throw error;
    return { data: {}, failed: true };
  }
}

function replan(step: Step<UserTask>, task: UserTaskRow): void {
  const data = { ...task.data, ...planCall(step, task) };
  const { id: taskId, availableAt, dueAt, attempt } = task;
  step.session.unit.emit(step.instance.id, {
    kind: 'UserTaskRescheduled',
    ...{ taskId, availableAt, dueAt, attempt, data },
    outcome: null,
  });
}

function finish(step: Step<UserTask>, task: UserTaskRow, trigger: UserTaskTrigger): void {
  const { session, instance } = step;
  const by = session.environment.actor.id;
  const { outcome, variables: entered } = trigger;
  notify(step, 'task:complete', { ...listenerFacts(task), ...entered });
  session.unit.emit(instance.id, { kind: 'UserTaskCompleted', taskId: task.id, outcome, by });
  const memo = { ...task.data, taskId: task.id, completedBy: by, outcome, entered };
  complete(step, { result: resultOf(step, trigger), outcome, memo });
}

function resultOf(step: Step<UserTask>, { outcome, variables }: UserTaskTrigger): Variables {
  if (outcome === null) return variables;
  return { ...variables, [step.element.outcomes?.variable ?? 'result']: outcome };
}

/** A planned task is made workable by a job at its time. */
function activateLater(step: Step<UserTask>, task: UserTaskRow): void {
  const { session } = step;
  if (task.availableAt <= session.environment.now) return;
  const token = session.state.tokens.get(step.tokenId)!;
  createJob(step, token, {
    kind: 'task-activation',
    dueAt: task.availableAt,
    payload: { taskId: task.id },
  });
}

function cancelActivation(step: Step): void {
  const { session, instance, tokenId } = step;
  for (const job of rowsWith(session.state, 'jobs', 'tokenId', tokenId)) {
    if (job.kind !== 'task-activation') continue;
    session.unit.emit(instance.id, { kind: 'JobCancelled', jobId: job.id });
  }
}

function taskOf(step: Step, taskId: string): UserTaskRow {
  return step.session.state.userTasks.get(taskId)!;
}

function openTasksOf(step: Step): readonly UserTaskRow[] {
  const isOpen = (task: UserTaskRow): boolean => task.state === 'planned' || task.state === 'ready';
  return rowsWith(step.session.state, 'userTasks', 'tokenId', step.tokenId).filter(isOpen);
}
