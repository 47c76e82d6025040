/**
 * The Create call activity and the host: the call is planned when the task is entered, planned anew when it
 * repeats or moves, and closed when it ends or is taken away. A host without these handlers just has the task.
 */
import type { TextValue, UserTask } from '../../../definition/model.ts';
import { EngineFailure } from '../../../errors.ts';
import { needPlan, needRecords } from '../../../execution/needs.ts';
import type { UserTaskRow } from '../../../execution/state.ts';
import type { Step } from '../../../execution/step.ts';
import { evaluateText, visibleVariables } from '../../../execution/variables.ts';
import { isRecordRef, type RecordRef, type Variables } from '../../../ports.ts';
import { runEffect } from '../../shared/effect.ts';

/** Plans the call (again): input is what the task knows, output is kept in the task's `data`. */
export const PLAN_CALL = 'crm.plan-call';
/** Closes the planned call: `outcome` as chosen, `entered` with it; `cancelled` when the task was taken away. */
export const END_CALL = 'crm.end-call';

export function callText(step: Step, value: TextValue | null | undefined): string | null {
  return value ? String(evaluateText(step, value) ?? '') : null;
}

/** The first time in the call's calendar and window that is `offset` after `from`, in the customer's zone. */
export function nextCallTime(step: Step<UserTask>, from: string, offset: string | null): string {
  const { call } = step.element;
  return needPlan(step.session.supplies, {
    from,
    offset: offset ?? 'PT0S',
    calendar: call?.calendar ?? null,
    windowFrom: call?.windowFrom ?? null,
    windowTo: call?.windowTo ?? null,
    timeZone: timeZoneOf(step),
  });
}

function timeZoneOf(step: Step<UserTask>): string | null {
  const contact = refIn(step, step.element.call?.contact ?? null);
  if (!contact) return null;
  const [record] = needRecords(step.session, [contact]);
  const zone = record?.timeZone;
  return typeof zone === 'string' && zone !== '' ? zone : null;
}

function refIn(step: Step, variable: string | null): RecordRef | null {
  const value = variable === null ? null : visibleVariables(step.session, step.scopeId)[variable];
  return isRecordRef(value) ? value : null;
}

/** Asks the host to plan; gives what it wants to be remembered with the task. */
export function planCall(step: Step<UserTask>, task: UserTaskRow): Variables {
  const { call } = step.element;
  if (!call) return {};
  const details: Variables = {
    subject: task.name,
    script: callText(step, call.scriptTemplate),
    contact: refIn(step, call.contact) as Variables | null,
    account: refIn(step, call.account) as Variables | null,
    record: refIn(step, step.definition.model.subject?.variable ?? null) as Variables | null,
    duration: call.duration,
    reminder: call.reminder,
  };
  if (!hasHandler(step, PLAN_CALL)) return details;
  const output = runEffect(step, {
    handler: PLAN_CALL,
    input: {
      ...task.data,
      ...details,
      taskId: task.id,
      plannedAt: task.availableAt,
      dueAt: task.dueAt,
      priority: task.priority,
      attempt: task.attempt,
      assignee: task.assignee,
      substituteFor: task.substituteFor,
      candidateUsers: task.candidateUsers,
      candidateGroups: task.candidateGroups,
    },
    effectKey: `${step.tokenId}:plan:${task.availableAt}`,
    attempt: task.attempt,
  });
  return { ...details, ...output };
}

/** The person is done with the call; a failing host leaves an incident at the element. */
export function endCall(step: Step<UserTask>, memo: Variables): void {
  if (!step.element.call || !hasHandler(step, END_CALL)) return;
  runEnd(step, { ...memo, cancelled: false });
}

/** The task goes, whatever the host says to it; its complaint is noted. */
export function cancelCall(step: Step<UserTask>, task: UserTaskRow): void {
  if (!step.element.call || !hasHandler(step, END_CALL)) return;
  try {
    runEnd(step, { ...task.data, taskId: task.id, completedBy: null, outcome: null, cancelled: true });
  } catch (error) {
    if (!(error instanceof EngineFailure)) throw error;
    const text = `The planned call could not be cancelled: ${error.message}`;
    step.session.unit.emit(step.instance.id, {
      kind: 'Noted',
      elementId: step.element.id,
      text,
      facts: null,
    });
  }
}

function runEnd(step: Step<UserTask>, input: Variables): void {
  runEffect(step, { handler: END_CALL, input, effectKey: `${step.tokenId}:end` });
}

function hasHandler(step: Step, name: string): boolean {
  return step.session.environment.handlerMode(name) === 'transaction';
}
