/** FEEL that cannot be parsed would fail when an instance gets there; it is found here. */
import {
  elementsOf,
  isA,
  readAssignment,
  readCorrelationKey,
  readIo,
  readProcess,
  readRecordEvent,
  referenceOf,
  textOf,
  type ModdleElement,
} from '#moddle';
import { feelProblemOf } from '../feel.ts';
import { isFeel, isForeignExpression } from '../questions.ts';
import { timerOf } from '../timer.ts';
import type { LintedDiagram, Rule } from '../rule.ts';

interface Expression {
  readonly element: ModdleElement;
  /** FEEL without the leading `=`. */
  readonly feel: string;
}

export const invalidExpression: Rule = {
  id: 'invalid-expression',
  clause: '8.4.6',
  severity: 'error',
  message: 'The expression “{expression}” at “{name}” cannot be read near “{near}”.',
  russian: 'Выражение «{expression}» в «{name}» не читается около «{near}».',
  *check(diagram) {
    for (const { element, feel } of expressionsOf(diagram)) {
      const near = feelProblemOf(feel);
      if (near !== null) yield { element, values: { expression: feel, near } };
    }
  },
};

function* expressionsOf(diagram: LintedDiagram): Iterable<Expression> {
  for (const flow of diagram.flows) {
    const condition = referenceOf(flow, 'conditionExpression');
    const body = textOf(condition, 'body');
    if (!body || isForeignExpression(body) || isOtherLanguage(condition)) continue;
    yield { element: flow, feel: isFeel(body) ? body.slice(1) : body };
  }
  for (const element of diagram.identified) {
    for (const value of valuesOf(element)) {
      if (value && isFeel(value)) yield { element, feel: value.slice(1) };
    }
  }
}

/** All texts that are FEEL when they begin with `=`. */
function valuesOf(element: ModdleElement): readonly (string | null | undefined)[] {
  if (isA(element, 'bpmn:Message')) return [readCorrelationKey(element), textOf(element, 'name')];
  if (isA(element, 'bpmn:Signal')) return [textOf(element, 'name')];
  if (isA(element, 'bpmn:Error')) return [textOf(element, 'errorCode')];
  if (isA(element, 'bpmn:Escalation')) return [textOf(element, 'escalationCode')];
  if (isA(element, 'bpmn:Process')) return [readProcess(element)?.businessKey];
  if (isA(element, 'bpmn:Lane')) return [readAssignment(element)?.value];
  if (!isA(element, 'bpmn:FlowNode')) return [];
  const io = readIo(element);
  return [
    readAssignment(element)?.value,
    ...io.inputs.map((mapping) => mapping.value),
    ...io.outputs.map((mapping) => mapping.value),
    ...elementsOf(element, 'eventDefinitions').flatMap((definition) => [
      timerOf(definition)?.value,
      readRecordEvent(definition)?.filter,
      textOf(referenceOf(definition, 'condition'), 'body'),
    ]),
  ];
}

function isOtherLanguage(expression: ModdleElement | null): boolean {
  const language = textOf(expression, 'language')?.toLowerCase();
  return language !== undefined && !language.includes('feel');
}
