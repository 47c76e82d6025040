/**
 * What an event says beside other definitions (BPMN 2.0.2 §10.5.5): a link is a jump, a compensation takes until all is
 * undone, and a cancel ends the transaction around it, so that none of them can happen together with another.
 */
import { isA } from '#moddle';
import { each } from '../judge.ts';
import type { Rule } from '../rule.ts';
import { definitionsOf } from '../triggers.ts';

export const severalDefinitionRules: readonly Rule[] = [
  {
    id: 'compensation-among-several',
    clause: '10.7.2',
    severity: 'error',
    message: '“{name}” is about a compensation and about something else, too: give each an event of its own.',
    russian: '«{name}» — и о компенсации, и о чём-то ещё: сделайте для каждого своё событие.',
    check: amongSeveral('bpmn:CompensateEventDefinition'),
  },
  {
    id: 'link-among-several',
    clause: '10.5.4',
    severity: 'error',
    message:
      '“{name}” is a link and something else, too: a link only leads on, so give each an event of its own.',
    russian:
      '«{name}» — и ссылка, и что-то ещё, а ссылка только ведёт дальше: сделайте для каждого своё событие.',
    check: amongSeveral('bpmn:LinkEventDefinition'),
  },
  {
    id: 'cancel-among-several',
    clause: '10.3.5',
    severity: 'error',
    message:
      '“{name}” is about cancelling a transaction and about something else, too: give each an event of its own.',
    russian: '«{name}» — и об отмене транзакции, и о чём-то ещё: сделайте для каждого своё событие.',
    check: amongSeveral('bpmn:CancelEventDefinition'),
  },
];

function amongSeveral(type: string): Rule['check'] {
  return each('bpmn:Event', (event) => {
    const definitions = definitionsOf(event);
    return definitions.length > 1 && definitions.some((one) => isA(one, type));
  });
}
