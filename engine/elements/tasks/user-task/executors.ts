/** Who gets the task. Without an assignment on the task or its lane it is the initiator's, so that nobody's task waits unseen. */
import type { CompiledAssignment, TextValue, UserTask } from '../../../definition/model.ts';
import { EngineFailure } from '../../../errors.ts';
import { needExecutors } from '../../../execution/needs.ts';
import type { Step } from '../../../execution/step.ts';
import { evaluate, evaluateText, visibleVariables } from '../../../execution/variables.ts';
import { isRecordRef, type Executors, type RecordRef } from '../../../ports.ts';

export function executorsOf(step: Step<UserTask>): Executors {
  const { assignment, candidates } = step.element;
  const named = assignment ? assigned(step, assignment) : null;
  if (!candidates) return named ?? { ...NOBODY, assignee: step.instance.initiator };
  const executors = named ?? NOBODY;
  const users = namesIn(step, candidates.users).map((value) => asked(step, 'user', value));
  const groups = namesIn(step, candidates.groups).map((value) => asked(step, 'group', value));
  const all = [...users, ...groups];
  const candidateUsers = all.flatMap((one) => [
    ...(one.assignee ? [one.assignee] : []),
    ...one.candidateUsers,
  ]);
  return {
    ...executors,
    candidateUsers: distinct([...executors.candidateUsers, ...candidateUsers]),
    candidateGroups: distinct([...executors.candidateGroups, ...all.flatMap((one) => one.candidateGroups)]),
  };
}

const NOBODY: Executors = { assignee: null, substituteFor: null, candidateUsers: [], candidateGroups: [] };
const distinct = (names: readonly string[]): readonly string[] => [...new Set(names)];

/** Names separated by commas, or a list of them. */
function namesIn(step: Step, names: TextValue | null): readonly string[] {
  if (!names) return [];
  const value = evaluateText(step, names);
  const list = Array.isArray(value)
    ? (value as readonly unknown[]).map(String)
    : String(value ?? '').split(',');
  return list.map((name) => name.trim()).filter((name) => name !== '');
}

function asked(step: Step, kind: 'user' | 'group', value: string): Executors {
  const { initiator } = step.instance;
  return needExecutors(step.session, { assignment: { kind, value }, record: null, initiator });
}

function assigned(step: Step, assignment: CompiledAssignment): Executors {
  const { initiator } = step.instance;
  const record = assignment.kind === 'recordOwner' ? recordOf(step, assignment.value) : null;
  const value = assignment.expression ? namedBy(step, assignment) : assignment.value;
  const request = { assignment: { kind: assignment.kind, value }, record, initiator };
  // Only the fields of the contract: the row must not grow by what a host adds.
  const { assignee, substituteFor, candidateUsers, candidateGroups } = needExecutors(step.session, request);
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
