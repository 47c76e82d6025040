/** How messages find their instance, and what services offer (BPMN 2.0.2 §8.4.2, §8.5). */
import { elementsOf, referenceOf, textOf, type ModdleElement } from '#moddle';
import { each, repeated } from '../judge.ts';
import { nameOf } from '../questions.ts';
import type { Rule } from '../rule.ts';

export const correlationRules: readonly Rule[] = [
  {
    id: 'empty-correlation-key',
    clause: '8.4.2',
    severity: 'warning',
    message: 'The correlation key “{name}” has no properties, so no message is found by it: add one.',
    russian: 'У ключа корреляции «{name}» нет свойств, и по нему ничего не найти: добавьте свойство.',
    check: each('bpmn:CorrelationKey', (key) => elementsOf(key, 'correlationPropertyRef').length === 0),
  },
  {
    id: 'unretrieved-property',
    clause: '8.4.2',
    severity: 'warning',
    message:
      'The correlation property “{name}” does not say where a message has it: add a retrieval expression.',
    russian: 'Не сказано, где в сообщении свойство корреляции «{name}»: добавьте выражение.',
    check: each(
      'bpmn:CorrelationProperty',
      (property) => elementsOf(property, 'correlationPropertyRetrievalExpression').length === 0,
    ),
  },
  {
    id: 'retrieval-without-message',
    clause: '8.4.2',
    severity: 'warning',
    message: 'A retrieval expression of “{name}” does not say of which message it speaks: choose one.',
    russian: 'Выражение у «{name}» не говорит, о каком сообщении оно: выберите сообщение.',
    check: retrieval((expression) => referenceOf(expression, 'messageRef') === null),
  },
  {
    id: 'retrieval-without-path',
    clause: '8.4.2',
    severity: 'warning',
    message:
      'A retrieval expression of “{name}” does not say where the message has the value: write its path.',
    russian: 'Выражение у «{name}» не говорит, где в сообщении значение: напишите путь.',
    check: retrieval((expression) => textOf(referenceOf(expression, 'messagePath'), 'body') === null),
  },
  {
    id: 'duplicate-retrieval',
    clause: '8.4.2',
    severity: 'warning',
    message: '“{name}” is read from the message “{message}” in two ways: the first counts. Remove the other.',
    russian: '«{name}» берётся из сообщения «{message}» двумя способами: считается первый. Уберите другой.',
    check: each('bpmn:CorrelationProperty', (property) =>
      repeated(
        elementsOf(property, 'correlationPropertyRetrievalExpression'),
        (expression) => referenceOf(expression, 'messageRef')?.id ?? null,
      ).map(({ key }) => ({ values: { message: key } })),
    ),
  },
  {
    id: 'subscription-without-key',
    clause: '8.4.2',
    severity: 'warning',
    message: 'A correlation subscription of “{name}” does not say for which key it is: choose one.',
    russian: 'В подписке корреляции у «{name}» не сказано, для какого она ключа: выберите ключ.',
    check: each('bpmn:CorrelationSubscription', (subscription) =>
      referenceOf(subscription, 'correlationKeyRef') === null
        ? { element: subscription.$parent ?? subscription }
        : null,
    ),
  },
  {
    id: 'duplicate-correlation-subscription',
    clause: '8.4.2',
    severity: 'warning',
    message: '“{name}” subscribes to the correlation key “{key}” twice: the first counts. Remove the other.',
    russian:
      '«{name}» дважды подписан на ключ корреляции «{key}»: считается первая подписка. Уберите другую.',
    check: each('bpmn:Process', (process) =>
      repeated(
        elementsOf(process, 'correlationSubscriptions'),
        (subscription) => referenceOf(subscription, 'correlationKeyRef')?.id ?? null,
      ).map(({ key }) => ({ values: { key } })),
    ),
  },
  {
    id: 'foreign-correlation-binding',
    clause: '8.4.2',
    severity: 'warning',
    message: '“{name}” binds the property “{property}”, which is not in the key of the subscription.',
    russian: '«{name}» связывает свойство «{property}», которого в ключе подписки нет.',
    check: each('bpmn:CorrelationSubscription', (subscription) => {
      const key = referenceOf(subscription, 'correlationKeyRef');
      const known = elementsOf(key, 'correlationPropertyRef');
      if (!key) return null;
      return boundIn(subscription)
        .filter((property) => !known.includes(property))
        .map((property) => ({ ...atProcess(subscription), values: { property: nameOf(property) } }));
    }),
  },
  {
    id: 'unbound-correlation-property',
    clause: '8.4.2',
    severity: 'warning',
    message:
      '“{name}” does not say by which value it knows “{property}”: bind it, or the message decides alone.',
    russian:
      '«{name}» не говорит, по какому значению узнаёт «{property}»: свяжите его, иначе решает одно сообщение.',
    check: each('bpmn:CorrelationSubscription', (subscription) => {
      const bound = boundIn(subscription);
      return elementsOf(referenceOf(subscription, 'correlationKeyRef'), 'correlationPropertyRef')
        .filter((property) => !bound.includes(property))
        .map((property) => ({ ...atProcess(subscription), values: { property: nameOf(property) } }));
    }),
  },
  {
    id: 'binding-without-path',
    clause: '8.4.2',
    severity: 'warning',
    message: '“{name}” binds “{property}” to nothing: write which of its values that is.',
    russian: '«{name}» ничего не связывает с «{property}»: напишите, какое это значение.',
    check: each('bpmn:CorrelationPropertyBinding', (binding) => {
      const property = referenceOf(binding, 'correlationPropertyRef');
      if (!property || textOf(referenceOf(binding, 'dataPath'), 'body') !== null) return null;
      return { element: binding.$parent?.$parent ?? binding, values: { property: nameOf(property) } };
    }),
  },
  {
    id: 'operation-without-message',
    clause: '8.5.3',
    severity: 'warning',
    message: 'The operation “{name}” does not say which message it takes: choose one.',
    russian: 'У операции «{name}» не указано, какое сообщение она принимает: выберите его.',
    check: each('bpmn:Operation', (operation) => referenceOf(operation, 'inMessageRef') === null),
  },
  {
    id: 'interface-without-operation',
    clause: '8.5.1',
    severity: 'warning',
    message: 'The interface “{name}” has no operation: add one, or remove it.',
    russian: 'В интерфейсе «{name}» нет операций: добавьте операцию или уберите его.',
    check: each('bpmn:Interface', (one) => elementsOf(one, 'operations').length === 0),
  },
  {
    id: 'duplicate-operation',
    clause: '8.5.1',
    severity: 'warning',
    message: 'The interface “{interface}” has the operation “{name}” twice: give them different names.',
    russian: 'В интерфейсе «{interface}» две операции «{name}»: назовите их по-разному.',
    check: each('bpmn:Interface', (one) =>
      repeated(elementsOf(one, 'operations'), (operation) => textOf(operation, 'name')).map(
        ({ element }) => ({
          element,
          values: { interface: nameOf(one) },
        }),
      ),
    ),
  },
];

function retrieval(isWrong: (expression: ModdleElement) => boolean): Rule['check'] {
  return each('bpmn:CorrelationPropertyRetrievalExpression', (expression) =>
    isWrong(expression) ? { element: expression.$parent ?? expression } : null,
  );
}

/** A subscription is shown at its process. */
const atProcess = (subscription: ModdleElement): { readonly element: ModdleElement } => ({
  element: subscription.$parent ?? subscription,
});

function boundIn(subscription: ModdleElement): readonly ModdleElement[] {
  return elementsOf(subscription, 'correlationPropertyBinding').flatMap(
    (binding) => referenceOf(binding, 'correlationPropertyRef') ?? [],
  );
}
