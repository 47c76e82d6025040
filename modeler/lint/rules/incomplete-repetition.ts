/** An activity that runs several times says for what or how often, and what it adds to the list that it collects. */
import { isA, readMultiInstance, referenceOf, type ModdleElement } from '#moddle';
import type { Rule } from '../rule.ts';

export const incompleteRepetition: Rule = {
  id: 'incomplete-repetition',
  clause: '10.3.8',
  severity: 'error',
  message: '“{name}” runs several times, but it does not say {missing}.',
  russian: '«{name}» выполняется несколько раз, но не указано, {missing}.',
  *check(diagram) {
    for (const node of diagram.flowNodes) {
      const loop = isA(node, 'bpmn:Activity') ? referenceOf(node, 'loopCharacteristics') : null;
      if (!isA(loop, 'bpmn:MultiInstanceLoopCharacteristics')) continue;
      for (const missing of missingIn(loop!)) yield { element: node, values: { missing } };
    }
  },
};

function missingIn(loop: ModdleElement): readonly string[] {
  const { cardinality, collection, outputCollection, outputElement } = readMultiInstance(loop);
  return [
    ...(cardinality || collection ? [] : ['for what or how often']),
    ...(outputCollection && !outputElement ? ['what each run adds to the list of results'] : []),
  ];
}
