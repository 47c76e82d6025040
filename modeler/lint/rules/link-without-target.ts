/** A link is a flow that is not drawn: the name that throws it is caught once, in the same process or subprocess. */
import { elementsOf, isA, textOf, type ModdleElement } from '#moddle';
import type { Rule } from '../rule.ts';

export const linkWithoutTarget: Rule = {
  id: 'link-without-target',
  clause: '10.5.4',
  severity: 'error',
  message: 'The link “{name}” leads nowhere: {reason}.',
  russian: 'Ссылка «{name}» никуда не ведёт: {reason}.',
  *check(diagram) {
    for (const container of diagram.containers) {
      const nodes = diagram.nodesIn(container);
      const targets = nodes.filter((node) => isA(node, 'bpmn:IntermediateCatchEvent')).flatMap(linksOf);
      for (const node of nodes.filter((one) => isA(one, 'bpmn:IntermediateThrowEvent'))) {
        for (const link of linksOf(node)) {
          if (link === null) yield { element: node, values: { reason: 'it has no name' } };
          else if (!targets.includes(link))
            yield { element: node, values: { reason: 'nothing catches a link of this name here' } };
          else if (targets.filter((one) => one === link).length > 1)
            yield { element: node, values: { reason: 'several events catch a link of this name' } };
        }
      }
    }
  },
};

/** Of a link event its name; null when it has none. */
function linksOf(node: ModdleElement): readonly (string | null)[] {
  return elementsOf(node, 'eventDefinitions')
    .filter((definition) => isA(definition, 'bpmn:LinkEventDefinition'))
    .map((definition) => textOf(definition, 'name') ?? textOf(node, 'name'));
}
