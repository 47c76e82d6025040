/** A task needs someone to do it: its own executor or that of its lane. */
import { isA, readAssignment, readCandidates, type AssignmentSettings } from '#moddle';
import type { Rule } from '../rule.ts';

export const missingExecutor: Rule = {
  id: 'missing-executor',
  clause: '10.3.1, 10.8',
  severity: 'warning',
  message: 'Nobody is named to do “{name}”: set an executor on the task or on its lane.',
  russian: 'Некому выполнять «{name}»: назначьте исполнителя задаче или её дорожке.',
  *check(diagram) {
    for (const node of diagram.flowNodes) {
      if (!isA(node, 'bpmn:UserTask')) continue;
      const carriers = [node, ...diagram.lanesOf(node)];
      if (readCandidates(node)) continue;
      if (!carriers.some((carrier) => isComplete(readAssignment(carrier)))) yield { element: node };
    }
  },
};

function isComplete(assignment: AssignmentSettings | null): boolean {
  return assignment !== null && (assignment.kind === 'initiator' || assignment.value !== null);
}
