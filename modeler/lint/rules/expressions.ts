/** Expressions in the places that have them, each read as the engine reads it (BPMN 2.0.2 §8.4.6). */
import {
  isA,
  readDataItems,
  readMultiInstance,
  readStore,
  referenceOf,
  textOf,
  type ModdleElement,
} from '#moddle';
import { feelProblemOf } from '../feel.ts';
import { each } from '../judge.ts';
import { isFeel, isForeignExpression } from '../questions.ts';
import type { Rule } from '../rule.ts';

export const expressionRules: readonly Rule[] = [
  {
    id: 'invalid-loop-expression',
    clause: '10.3.8',
    severity: 'error',
    message: 'The expression “{expression}” that repeats “{name}” cannot be read near “{near}”.',
    russian: 'Выражение «{expression}», по которому повторяется «{name}», не читается около «{near}».',
    check: each('bpmn:Activity', (activity) => {
      const loop = referenceOf(activity, 'loopCharacteristics');
      if (!loop) return null;
      if (isA(loop, 'bpmn:StandardLoopCharacteristics')) return problems([bodyOf(loop, 'loopCondition')]);
      const { cardinality, collection, completionCondition, outputElement } = readMultiInstance(loop);
      return problems([cardinality, collection, completionCondition, outputElement]);
    }),
  },
  {
    id: 'invalid-activation-condition',
    clause: '10.6.5',
    severity: 'error',
    message: 'The activation condition “{expression}” of “{name}” cannot be read near “{near}”.',
    russian: 'Условие активации «{expression}» у «{name}» не читается около «{near}».',
    check: each('bpmn:ComplexGateway', (gateway) => problems([bodyOf(gateway, 'activationCondition')])),
  },
  {
    id: 'invalid-completion-condition',
    clause: '10.3.5',
    severity: 'error',
    message: 'The condition “{expression}” that ends “{name}” cannot be read near “{near}”.',
    russian: 'Условие «{expression}», при котором кончается «{name}», не читается около «{near}».',
    check: each('bpmn:AdHocSubProcess', (container) => problems([bodyOf(container, 'completionCondition')])),
  },
  {
    id: 'invalid-transformation',
    clause: '10.4.1',
    severity: 'error',
    message: 'The expression “{expression}” in a data association of “{name}” cannot be read near “{near}”.',
    russian: 'Выражение «{expression}» в передаче данных у «{name}» не читается около «{near}».',
    check: each('bpmn:DataAssociation', (association) => {
      const assigned = (association.get('assignment') as readonly ModdleElement[] | undefined) ?? [];
      const texts = [bodyOf(association, 'transformation'), ...assigned.map((one) => bodyOf(one, 'from'))];
      return problems(texts).map((found) => ({ ...found, element: association.$parent ?? association }));
    }),
  },
  {
    id: 'invalid-initial-value',
    clause: 'tl',
    severity: 'error',
    message: 'The initial value “{expression}” in “{name}” cannot be read near “{near}”.',
    russian: 'Начальное значение «{expression}» в «{name}» не читается около «{near}».',
    check: each(['bpmn:Process', 'bpmn:Activity'], (holder) =>
      problems(readDataItems(holder).map(({ initial }) => initial)),
    ),
  },
  {
    id: 'invalid-stored-record',
    clause: 'tl',
    severity: 'error',
    message: 'The expression “{expression}” that names the record of “{name}” cannot be read near “{near}”.',
    russian: 'Выражение «{expression}», которое называет запись для «{name}», не читается около «{near}».',
    check: each('bpmn:DataStoreReference', (store) => problems([readStore(store)?.record])),
  },
  {
    id: 'invalid-correlation-path',
    clause: '8.4.2',
    severity: 'error',
    message: 'The path “{expression}” of the correlation of “{name}” cannot be read near “{near}”.',
    russian: 'Путь «{expression}» в корреляции «{name}» не читается около «{near}».',
    check: each(
      ['bpmn:CorrelationPropertyRetrievalExpression', 'bpmn:CorrelationPropertyBinding'],
      (holder) => {
        const isBinding = isA(holder, 'bpmn:CorrelationPropertyBinding');
        const element = (isBinding ? holder.$parent?.$parent : holder.$parent) ?? holder;
        return problems([bodyOf(holder, 'messagePath'), bodyOf(holder, 'dataPath')]).map((found) => ({
          ...found,
          element,
        }));
      },
    ),
  },
];

/** Null also for what is written in another language, which the engine refuses or leaves alone. */
function bodyOf(holder: ModdleElement, property: string): string | null {
  const expression = referenceOf(holder, property);
  const language = textOf(expression, 'language');
  return language && !/feel/i.test(language) ? null : textOf(expression, 'body');
}

/** In all of these places a text is FEEL with or without `=`. */
function problems(texts: readonly (string | null | undefined)[]) {
  return texts.flatMap((text) => {
    if (!text || isForeignExpression(text)) return [];
    const expression = isFeel(text) ? text.slice(1).trim() : text;
    const near = feelProblemOf(expression);
    return near === null ? [] : [{ values: { expression, near } }];
  });
}
