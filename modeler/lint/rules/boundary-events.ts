/** Events on the border of an activity, and what undoes it (BPMN 2.0.2 §10.5.4, §10.7). */
import { elementsOf, isA, referenceOf, textOf, type ModdleElement } from '#moddle';
import { each, removing, repeated } from '../judge.ts';
import { hasDefinition, isEventSubProcess, nameOf } from '../questions.ts';
import type { LintedDiagram, Rule } from '../rule.ts';
import { definitionsOf } from '../triggers.ts';
import { duplicates } from './events.ts';
import { connectedTo, isCompensationBoundary } from './missing-compensation-handler.ts';

const COMPENSATION = 'bpmn:CompensateEventDefinition';

export const boundaryEventRules: readonly Rule[] = [
  {
    id: 'non-interrupting-error',
    clause: '10.5.4',
    severity: 'error',
    message:
      '“{name}” catches an error and lets the step go on, but an error ends it: mark it as interrupting.',
    russian:
      '«{name}» ловит ошибку и не прерывает шаг, но ошибка его завершает: сделайте событие прерывающим.',
    check: each('bpmn:BoundaryEvent', (event) => isNonInterrupting(event, 'bpmn:ErrorEventDefinition')),
  },
  {
    id: 'non-interrupting-cancel',
    clause: '10.5.4',
    severity: 'error',
    message:
      '“{name}” catches the cancellation of a transaction, which always ends it: mark it as interrupting.',
    russian: '«{name}» ловит отмену транзакции, а она всегда её завершает: сделайте событие прерывающим.',
    check: each('bpmn:BoundaryEvent', (event) => isNonInterrupting(event, 'bpmn:CancelEventDefinition')),
  },
  {
    id: 'duplicate-error-catch',
    clause: '10.5.4',
    severity: 'error',
    message: 'Several events on “{host}” catch the error “{trigger}”: “{name}” never happens.',
    russian: 'Несколько событий на «{host}» ловят ошибку «{trigger}»: «{name}» никогда не сработает.',
    check: onEachBorder('bpmn:ErrorEventDefinition'),
  },
  {
    id: 'duplicate-escalation-catch',
    clause: '10.5.4',
    severity: 'error',
    message: 'Several events on “{host}” catch the escalation “{trigger}”: “{name}” never happens.',
    russian: 'Несколько событий на «{host}» ловят эскалацию «{trigger}»: «{name}» никогда не сработает.',
    check: onEachBorder('bpmn:EscalationEventDefinition'),
  },
  {
    id: 'duplicate-message-catch',
    clause: '10.5.4',
    severity: 'error',
    message:
      'Several events on “{host}” wait for the message “{trigger}”: it cannot be told which one “{name}” is.',
    russian:
      'Несколько событий на «{host}» ждут сообщения «{trigger}»: нельзя понять, когда сработает «{name}».',
    check: onEachBorder('bpmn:MessageEventDefinition'),
  },
  {
    id: 'duplicate-signal-catch',
    clause: '10.5.4',
    severity: 'warning',
    message:
      'Several events on “{host}” wait for the signal “{trigger}”, “{name}” among them: one is enough.',
    russian: 'Несколько событий на «{host}» ждут сигнала «{trigger}», среди них «{name}»: хватит одного.',
    check: onEachBorder('bpmn:SignalEventDefinition'),
  },
  {
    id: 'duplicate-cancel-boundary',
    clause: '10.3.5',
    severity: 'error',
    message: '“{host}” has several cancel events on its border: “{name}” never happens.',
    russian: 'На границе «{host}» несколько событий отмены: «{name}» никогда не сработает.',
    check: each('bpmn:Transaction', (transaction, diagram) => {
      const [, ...more] = diagram
        .boundaryEvents(transaction)
        .filter((event) => hasDefinition(event, 'bpmn:CancelEventDefinition'));
      return more.map((element) => ({
        element,
        values: { host: nameOf(transaction) },
        ...removing(element),
      }));
    }),
  },
  {
    id: 'boundary-on-event-subprocess',
    clause: '10.3.5',
    severity: 'error',
    message:
      '“{name}” sits on the event subprocess “{host}”, which the flow does not enter: attach it to a step.',
    russian:
      '«{name}» стоит на событийном подпроцессе «{host}», в который процесс не входит: прикрепите его к шагу.',
    check: each('bpmn:BoundaryEvent', (event) => {
      const host = referenceOf(event, 'attachedToRef');
      return host !== null && isEventSubProcess(host) && { values: { host: nameOf(host) } };
    }),
  },
  {
    id: 'boundary-on-passed-step',
    clause: '13.3.3',
    severity: 'warning',
    message: '“{name}” never happens: “{host}” is passed at once. Give the step a kind that waits.',
    russian: '«{name}» никогда не сработает: «{host}» проходится сразу. Выберите для шага вид, который ждёт.',
    check: each('bpmn:BoundaryEvent', (event) => {
      const host = referenceOf(event, 'attachedToRef');
      const isPassed = host?.$type === 'bpmn:Task' || host?.$type === 'bpmn:ManualTask';
      return isPassed && !isCompensationBoundary(event) && { values: { host: nameOf(host) } };
    }),
  },
  {
    id: 'several-compensation-boundaries',
    clause: '10.7.1',
    severity: 'error',
    message:
      '“{host}” has several compensation events on its border: only one activity can undo it, so remove “{name}”.',
    russian:
      'На границе «{host}» несколько событий компенсации: отменяет шаг лишь одно действие, уберите «{name}».',
    check: each('bpmn:Activity', (activity, diagram) => {
      const [, ...more] = diagram.boundaryEvents(activity).filter(isCompensationBoundary);
      return more.map((element) => ({ element, values: { host: nameOf(activity) }, ...removing(element) }));
    }),
  },
  {
    id: 'several-compensation-handlers',
    clause: '10.7.1',
    severity: 'error',
    message:
      'Several activities are connected to “{name}”: only one can undo the step, so put them into a subprocess.',
    russian:
      'С «{name}» связано несколько действий: отменяет шаг лишь одно, поэтому соберите их в подпроцесс.',
    check: each('bpmn:BoundaryEvent', (event) => {
      if (!isCompensationBoundary(event)) return false;
      return connectedTo(event).filter((one) => one.get('isForCompensation') === true).length > 1;
    }),
  },
  {
    id: 'compensated-activity-out-of-reach',
    clause: '10.7.2',
    severity: 'error',
    message: '“{name}” is to undo “{activity}”, which is not an activity of its own or an enclosing level.',
    russian: '«{name}» должно отменить «{activity}», а это не действие своего или внешнего уровня.',
    check: each('bpmn:ThrowEvent', (event) =>
      definitionsOf(event).flatMap((one) => {
        const activity = isA(one, COMPENSATION) ? referenceOf(one, 'activityRef') : null;
        if (!activity || (isA(activity, 'bpmn:Activity') && containersOf(event).includes(activity.$parent)))
          return [];
        return [{ values: { activity: nameOf(activity) } }];
      }),
    ),
  },
  {
    id: 'undoing-what-undoes',
    clause: '10.7.1',
    severity: 'warning',
    message: '“{name}” stands on “{host}”, which itself undoes a step and is not undone: remove it.',
    russian: '«{name}» стоит на «{host}», который сам отменяет шаг и не отменяется: уберите его.',
    check: each('bpmn:BoundaryEvent', (event) => {
      const host = referenceOf(event, 'attachedToRef');
      if (!isCompensationBoundary(event) || host?.get('isForCompensation') !== true) return null;
      return { values: { host: nameOf(host) }, ...removing(event) };
    }),
  },
  {
    id: 'association-points-backwards',
    clause: '10.7.1',
    severity: 'warning',
    message:
      'The association “{name}” leads from the activity that undoes to its event “{event}”: draw it the other way.',
    russian: 'Ассоциация «{name}» ведёт от действия компенсации к событию «{event}»: проведите её наоборот.',
    check: each('bpmn:Association', (association) => {
      const [source, target] = [referenceOf(association, 'sourceRef'), referenceOf(association, 'targetRef')];
      if (source?.get('isForCompensation') !== true || !target || !isCompensationBoundary(target))
        return null;
      return { values: { event: nameOf(target) } };
    }),
  },
  {
    id: 'duplicate-timer',
    clause: '10.5.4',
    severity: 'warning',
    message: 'Two timers on “{host}” ring at the same time (“{time}”): “{name}” adds nothing.',
    russian: 'Два таймера на «{host}» срабатывают одновременно («{time}»): «{name}» ничего не добавляет.',
    check: each('bpmn:Activity', (activity, diagram) =>
      repeated(
        diagram.boundaryEvents(activity).filter((event) => event.get('cancelActivity') !== false),
        timeOf,
      ).map(({ element, key }) => ({
        element,
        values: { host: nameOf(activity), time: key },
        ...removing(element),
      })),
    ),
  },
];

function isNonInterrupting(event: ModdleElement, type: string): boolean {
  return event.get('cancelActivity') === false && definitionsOf(event).some((one) => isA(one, type));
}

function onEachBorder(type: string): Rule['check'] {
  return each('bpmn:Activity', (activity, diagram: LintedDiagram) => {
    const events = diagram.boundaryEvents(activity);
    return events.length < 2 ? null : duplicates(events, [type]);
  });
}

function containersOf(event: ModdleElement): readonly (ModdleElement | undefined)[] {
  const containers: ModdleElement[] = [];
  for (let at = event.$parent; at; at = at.$parent) containers.push(at);
  return containers;
}

function timeOf(event: ModdleElement): string | null {
  const [only, ...more] = elementsOf(event, 'eventDefinitions');
  if (!isA(only, 'bpmn:TimerEventDefinition') || more.length > 0) return null;
  return textOf(referenceOf(only, 'timeDuration'), 'body') ?? textOf(referenceOf(only, 'timeDate'), 'body');
}
