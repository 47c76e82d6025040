/** Behind an event-based gateway stands what can be waited for: it arms all of them and goes with the first. */
import { elementsOf, isA, referenceOf, type ModdleElement } from '#moddle';
import { isConditional, nameOf } from '../questions.ts';
import type { LintedDiagram, Rule } from '../rule.ts';

const WAITED_FOR = [
  'bpmn:MessageEventDefinition',
  'bpmn:TimerEventDefinition',
  'bpmn:SignalEventDefinition',
  'bpmn:ConditionalEventDefinition',
];

export const eventGatewayTarget: Rule = {
  id: 'event-gateway-target',
  clause: '10.6.6',
  severity: 'error',
  message: '“{target}” cannot stand behind the event-based gateway “{name}”: {reason}.',
  russian: '«{target}» не может стоять за развилкой по событиям «{name}»: {reason}.',
  *check(diagram) {
    for (const gateway of diagram.flowNodes) {
      if (!isA(gateway, 'bpmn:EventBasedGateway')) continue;
      const outgoing = diagram.outgoing(gateway);
      if (outgoing.length === 0) continue; // a dead end
      for (const flow of outgoing) {
        const target = referenceOf(flow, 'targetRef');
        const reason = target && reasonAgainst(diagram, flow, target);
        if (target && reason) yield { element: gateway, values: { target: nameOf(target), reason } };
      }
    }
  },
};

function reasonAgainst(diagram: LintedDiagram, flow: ModdleElement, target: ModdleElement): string | null {
  if (isConditional(flow)) return 'a path behind it has no condition';
  if (!canBeWaitedFor(target)) {
    return 'only messages, timers, signals, conditions and receive tasks can';
  }
  if (diagram.incoming(target).length > 1) return 'another path leads to it as well';
  if (diagram.boundaryEvents(target).length > 0) return 'it has events on its border';
  const isRepeated = Boolean(target.get('loopCharacteristics'));
  return isRepeated ? 'it is repeated' : null;
}

function canBeWaitedFor(target: ModdleElement): boolean {
  if (isA(target, 'bpmn:ReceiveTask')) return target.get('instantiate') !== true;
  if (!isA(target, 'bpmn:IntermediateCatchEvent') || target.get('parallelMultiple') === true) return false;
  const definitions = [
    ...elementsOf(target, 'eventDefinitions'),
    ...elementsOf(target, 'eventDefinitionRef'),
  ];
  return definitions.length > 0 && definitions.every((definition) => isA(definition, ...WAITED_FOR));
}
