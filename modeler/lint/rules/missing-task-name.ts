/** A task is read in lists and on phones, where its place on the map is not seen. */
import { isA, textOf } from '#moddle';
import type { Rule } from '../rule.ts';

export const missingTaskName: Rule = {
  id: 'missing-task-name',
  clause: '10.3.3',
  severity: 'warning',
  message: 'The task “{name}” has no name for the person who gets it.',
  russian: 'У задачи «{name}» нет названия для того, кто её получит.',
  *check(diagram) {
    for (const node of diagram.flowNodes) {
      if (isA(node, 'bpmn:UserTask') && !textOf(node, 'name')) yield { element: node };
    }
  },
};
