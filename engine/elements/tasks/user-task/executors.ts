/** Who gets the task. Without an assignment on the task or its lane it is the initiator's, so that nobody's task waits unseen. */
import type { CompiledAssignment, UserTask } from '../../../definition/model.ts';
import { EngineFailure } from '../../../errors.ts';
import { needExecutors } from '../../../execution/needs.ts';
import type { Step } from '../../../execution/step.ts';
import { evaluate, visibleVariables } from '../../../execution/variables.ts';
import { isRecordRef, type Executors, type RecordRef } from '../../../ports.ts';

export function executorsOf(step: Step<UserTask>): Executors {
  const { assignment } = step.element;
  const { initiator } = step.instance;
  if (!assignment) {
    return { assignee: initiator, substituteFor: null, candidateUsers: [], candidateGroups: [] };
  }
  const record = assignment.kind === 'recordOwner' ? recordOf(step, assignment.value) : null;
  const value = assignment.expression ? namedBy(step, assignment) : assignment.value;
  const request = { assignment: { kind: assignment.kind, value }, record, initiator };
  const { supplies } = step.session;
  // Only the fields of the contract: the row must not grow by what a host adds.
  const { assignee, substituteFor, candidateUsers, candidateGroups } = needExecutors(supplies, request);
  return { assignee, substituteFor, candidateUsers, candidateGroups };
}

function namedBy(step: Step, assignment: CompiledAssignment): string {
  const value = evaluate(step, assignment.expression!);
  if (typeof value === 'string' && value !== '') return value;
  const message = `Expected '${assignment.value}' to name the executor, but it is '${JSON.stringify(value)}'.`;
  throw new EngineFailure('ENG_EXECUTOR_FAILED', message);
}

function recordOf(step: Step, variable: string | null): RecordRef {
  const name = variable ?? step.definition.model.subject?.variable ?? '';
  const value = visibleVariables(step.session, step.scopeId)[name];
  if (isRecordRef(value)) return value;
  throw new EngineFailure(
    'ENG_EXECUTOR_FAILED',
    `Expected variable '${name}' to hold the record whose owner gets the task.`,
  );
}
