/** A path that stops without an end event leaves the reader guessing whether something was forgotten. */
import { isA } from '#moddle';
import { hasDefinition, isAdHoc, isEventSubProcess } from '../questions.ts';
import type { Rule } from '../rule.ts';

export const deadEnd: Rule = {
  id: 'dead-end',
  clause: '10.5.3',
  severity: 'warning',
  message: 'Nothing follows “{name}”: draw the next step or an end event.',
  russian: 'После «{name}» ничего нет: нарисуйте следующий шаг или конечное событие.',
  *check(diagram) {
    for (const container of diagram.containers) {
      if (isAdHoc(container)) continue;
      for (const node of diagram.nodesIn(container)) {
        if (isA(node, 'bpmn:EndEvent', 'bpmn:BoundaryEvent')) continue;
        if (isEventSubProcess(node) || node.get('isForCompensation') === true) continue;
        if (isA(node, 'bpmn:IntermediateThrowEvent') && hasDefinition(node, 'bpmn:LinkEventDefinition'))
          continue;
        if (diagram.outgoing(node).length > 0 || !node.id) continue;
        yield { element: node, fix: { kind: 'append-end', elementId: node.id } };
      }
    }
  },
};
