/**
 * Names of messages and signals, and codes of errors and escalations, may be expressions (BPMN 2.0.2 §8.4.6). What has
 * no variables yet, because nothing runs, and what is looked for before anything is evaluated, must say constants.
 */
import { feelFromJuel, isA, isJuel, referenceOf, textOf, type ModdleElement } from '#moddle';
import { isConstantFeel } from '../feel.ts';
import { each } from '../judge.ts';
import { isEventSubProcess, isFeel } from '../questions.ts';
import type { LintedDiagram, Rule } from '../rule.ts';
import { definitionsOf } from '../triggers.ts';

const NAMED = { 'bpmn:MessageEventDefinition': 'messageRef', 'bpmn:SignalEventDefinition': 'signalRef' };

export const nameRules: readonly Rule[] = [
  {
    id: 'start-name-with-variables',
    clause: '10.5.2',
    severity: 'error',
    message:
      '“{name}” begins a process, when there are no variables yet: what it waits for must be called by a constant, not by “{text}”.',
    russian:
      '«{name}» начинает процесс, когда переменных ещё нет: то, чего оно ждёт, называют постоянным именем, а не «{text}».',
    check: each(['bpmn:StartEvent', 'bpmn:ReceiveTask', 'bpmn:IntermediateCatchEvent'], (node, diagram) =>
      beginsProcess(node, diagram) ? dependent(namesOf(node)) : null,
    ),
  },
  {
    id: 'caught-code-with-variables',
    clause: '10.5.6',
    severity: 'error',
    message:
      'The code “{text}” that “{name}” catches depends on variables: whoever throws is found by a constant code.',
    russian:
      'Код «{text}», который ловит «{name}», зависит от переменных: пойманное узнают по постоянному коду.',
    check: each('bpmn:CatchEvent', (event) => dependent(codesOf(event))),
  },
];

function beginsProcess(node: ModdleElement, diagram: LintedDiagram): boolean {
  const container = node.$parent;
  if (isA(node, 'bpmn:StartEvent')) return !container || !isInside(container);
  if (node.get('instantiate') === true) return true;
  return diagram
    .incoming(node)
    .some((flow) => referenceOf(flow, 'sourceRef')?.get('instantiate') === true && !isInside(container!));
}

function isInside(container: ModdleElement): boolean {
  return isEventSubProcess(container) || isA(container, 'bpmn:SubProcess');
}

function namesOf(node: ModdleElement): readonly (string | null)[] {
  if (isA(node, 'bpmn:ReceiveTask')) return [textOf(referenceOf(node, 'messageRef'), 'name')];
  return definitionsOf(node).map((definition) => {
    const reference = NAMED[definition.$type as keyof typeof NAMED];
    return reference ? textOf(referenceOf(definition, reference), 'name') : null;
  });
}

function codesOf(event: ModdleElement): readonly (string | null)[] {
  return definitionsOf(event).flatMap((definition) => [
    textOf(referenceOf(definition, 'errorRef'), 'errorCode'),
    textOf(referenceOf(definition, 'escalationRef'), 'escalationCode'),
  ]);
}

function dependent(texts: readonly (string | null)[]) {
  return texts.flatMap((text) => (text !== null && dependsOnVariables(text) ? [{ values: { text } }] : []));
}

/** FEEL, `${…}` or a template that names a variable or the clock. */
function dependsOnVariables(text: string): boolean {
  if (isFeel(text)) return !isConstantFeel(text);
  if (!isJuel(text)) return /\{[{%]/.test(text);
  const translated = feelFromJuel(text);
  return 'feel' in translated && !isConstantFeel(translated.feel);
}
