/** Start, end and intermediate events: what their place allows (BPMN 2.0.2 §10.5.2 to §10.5.4). */
import { elementsOf, isA, referenceOf, textOf, type ModdleElement } from '#moddle';
import { each, removing, repeated } from '../judge.ts';
import { hasDefinition, isAdHoc, isEventSubProcess, nameOf } from '../questions.ts';
import type { LintedDiagram, Rule } from '../rule.ts';
import { timerOf } from '../timer.ts';
import { definitionsOf, triggerOf } from '../triggers.ts';

const LINK = 'bpmn:LinkEventDefinition';

export const eventRules: readonly Rule[] = [
  {
    id: 'subprocess-start-event',
    clause: '10.5.2',
    severity: 'error',
    message:
      '“{name}” starts a subprocess that the flow enters, so it waits for nothing: remove its trigger, or make “{container}” an event subprocess.',
    russian:
      '«{name}» начинает подпроцесс, в который входит сам процесс, и ждать ему нечего: уберите условие или сделайте «{container}» событийным.',
    check: each('bpmn:StartEvent', (start) => {
      const container = start.$parent;
      if (!isA(container, 'bpmn:SubProcess') || isEventSubProcess(container!) || isAdHoc(container!))
        return null;
      return definitionsOf(start).length > 0 && { values: { container: nameOf(container!) } };
    }),
  },
  {
    id: 'non-interrupting-start',
    clause: '10.5.2',
    severity: 'warning',
    message: '“{name}” is marked as non-interrupting, which says something only in an event subprocess.',
    russian: '«{name}» помечено как непрерывающее, а это имеет смысл лишь в событийном подпроцессе.',
    check: each(
      'bpmn:StartEvent',
      (start) => start.get('isInterrupting') === false && !isEventSubProcess(start.$parent ?? start),
    ),
  },
  {
    id: 'non-interrupting-error-start',
    clause: '10.5.2',
    severity: 'error',
    message:
      '“{name}” begins with an error or a compensation, which always interrupts: mark it as interrupting.',
    russian:
      '«{name}» начинается с ошибки или компенсации, а они всегда прерывают: сделайте его прерывающим.',
    check: each(
      'bpmn:StartEvent',
      (start) =>
        start.get('isInterrupting') === false &&
        definitionsOf(start).some((one) =>
          isA(one, 'bpmn:ErrorEventDefinition', 'bpmn:CompensateEventDefinition'),
        ),
    ),
  },
  {
    id: 'parallel-event-with-one-trigger',
    clause: '10.5.4',
    severity: 'warning',
    message:
      '“{name}” is to wait for several triggers at once, but it has only one: add another, or make it a plain one.',
    russian:
      '«{name}» должно ждать сразу нескольких условий, а условие одно: добавьте ещё или сделайте событие обычным.',
    check: each(
      'bpmn:CatchEvent',
      (event) => event.get('parallelMultiple') === true && definitionsOf(event).length === 1,
    ),
  },
  {
    id: 'missing-end-event',
    clause: '10.5.3',
    severity: 'warning',
    message: '“{name}” has a start event, but no end event: draw how it ends.',
    russian: 'В «{name}» есть начальное событие, но нет конечного: нарисуйте, чем всё заканчивается.',
    check: each(['bpmn:Process', 'bpmn:SubProcess'], (container, diagram) => {
      const nodes = diagram.nodesIn(container);
      return (
        !isAdHoc(container) &&
        nodes.length > 1 &&
        nodes.some((node) => isA(node, 'bpmn:StartEvent')) &&
        !nodes.some((node) => isA(node, 'bpmn:EndEvent'))
      );
    }),
  },
  {
    id: 'duplicate-start',
    clause: '10.5.2',
    severity: 'error',
    message: 'Several start events wait for “{trigger}”: it cannot be told whether “{name}” begins.',
    russian: 'Несколько начальных событий ждут «{trigger}»: нельзя понять, начнётся ли с «{name}».',
    check: each('bpmn:Process', (process, diagram) => {
      const starts = diagram.nodesIn(process).filter((node) => isA(node, 'bpmn:StartEvent'));
      return duplicates(starts, ['bpmn:MessageEventDefinition', 'bpmn:SignalEventDefinition']);
    }),
  },
  {
    id: 'duplicate-event-subprocess',
    clause: '10.3.5',
    severity: 'error',
    message: 'Several event subprocesses of the same scope wait for “{trigger}”: “{name}” never begins.',
    russian:
      'Несколько событийных подпроцессов одного уровня ждут «{trigger}»: «{name}» никогда не начнётся.',
    check: each(['bpmn:Process', 'bpmn:SubProcess'], (container, diagram) =>
      duplicates(eventSubProcessStarts(diagram, container), [
        'bpmn:MessageEventDefinition',
        'bpmn:ErrorEventDefinition',
        'bpmn:EscalationEventDefinition',
      ]),
    ),
  },
  {
    id: 'link-without-source',
    clause: '10.5.4',
    severity: 'warning',
    message: 'Nothing leads to the link “{name}”: no event here throws a link of its name.',
    russian: 'К ссылке «{name}» ничего не ведёт: здесь никто не порождает ссылку с таким названием.',
    check: each('bpmn:IntermediateCatchEvent', (event, diagram) => {
      const link = linkOf(event);
      if (link === null || !event.$parent) return false;
      return !diagram
        .nodesIn(event.$parent)
        .some((node) => isA(node, 'bpmn:IntermediateThrowEvent') && linkOf(node) === link);
    }),
  },
  {
    id: 'link-catch-with-incoming',
    clause: '10.5.4',
    severity: 'warning',
    message: 'An arrow leads into the link “{name}”, where only links of its name arrive: draw it behind.',
    russian: 'В ссылку «{name}» ведёт стрелка, а сюда приходят лишь по ссылкам: нарисуйте её дальше.',
    check: each(
      'bpmn:IntermediateCatchEvent',
      (event, diagram) => hasDefinition(event, LINK) && diagram.incoming(event).length > 0,
    ),
  },
  {
    id: 'link-throw-with-outgoing',
    clause: '10.5.4',
    severity: 'error',
    message: 'An arrow leaves the link “{name}”, from which only its target is reached: remove the arrow.',
    russian: 'Из ссылки «{name}» выходит стрелка, а она ведёт только к своей цели: уберите стрелку.',
    check: each('bpmn:IntermediateThrowEvent', (event, diagram) =>
      hasDefinition(event, LINK) ? diagram.outgoing(event).map(removing) : null,
    ),
  },
  {
    id: 'cycle-rings-once',
    clause: '10.5.4',
    severity: 'warning',
    message: '“{name}” waits for a repeated time, but it takes one step only: give it a duration or a date.',
    russian: '«{name}» ждёт повторяющегося времени, но срабатывает один раз: задайте срок или дату.',
    check: each('bpmn:IntermediateCatchEvent', isCyclic),
  },
  {
    id: 'interrupting-cycle',
    clause: '10.5.4',
    severity: 'warning',
    message:
      '“{name}” repeats its time, but it ends the step at the first: make it non-interrupting, or give it a duration.',
    russian:
      '«{name}» повторяется, но прерывает шаг уже в первый раз: сделайте его непрерывающим или задайте срок.',
    check: each('bpmn:BoundaryEvent', (event) => event.get('cancelActivity') !== false && isCyclic(event)),
  },
];

function linkOf(event: ModdleElement): string | null {
  const link = elementsOf(event, 'eventDefinitions').find((one) => isA(one, LINK));
  return link ? (textOf(link, 'name') ?? textOf(event, 'name')) : null;
}

function isCyclic(event: ModdleElement): boolean {
  return definitionsOf(event).some(
    (one) => isA(one, 'bpmn:TimerEventDefinition') && timerOf(one)?.kind === 'timeCycle',
  );
}

function eventSubProcessStarts(diagram: LintedDiagram, container: ModdleElement): readonly ModdleElement[] {
  return diagram
    .nodesIn(container)
    .filter(isEventSubProcess)
    .flatMap((one) => diagram.nodesIn(one).filter((node) => isA(node, 'bpmn:StartEvent')));
}

/** Events that wait for what an earlier one waits for. */
export function duplicates(events: readonly ModdleElement[], types: readonly string[]) {
  return types.flatMap((type) =>
    repeated(events, (event) => triggerOf(event, type)).map(({ element, key }) => ({
      element,
      values: { trigger: key, host: nameOf(referenceOf(element, 'attachedToRef') ?? element) },
    })),
  );
}
