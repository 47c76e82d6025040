/** What is written in a language that nothing here runs (BPMN 2.0.2 §8.4.6), by itself or because the file says so of all. */
import { isA, isJuel, textOf, type ModdleElement } from '#moddle';
import { isFeel, nameOf } from '../questions.ts';
import type { LintedDiagram, Rule } from '../rule.ts';

/** XPath is what BPMN takes for granted, and some tools write the language of their texts in its place. */
const UNDERSTOOD = /feel|juel|xpath|xhtml/i;

export const expressionLanguage: Rule = {
  id: 'expression-language',
  clause: '8.4.6',
  severity: 'error',
  message: 'The expression “{expression}” at “{name}” is written in “{language}”: write it in FEEL.',
  russian: 'Выражение «{expression}» в «{name}» написано на «{language}»: напишите его на FEEL.',
  *check(diagram) {
    for (const expression of diagram.all('bpmn:FormalExpression')) {
      const body = textOf(expression, 'body');
      const language = body && languageOf(expression, body, diagram);
      if (!body || !language || UNDERSTOOD.test(language)) continue;
      const element = holderOf(expression);
      yield { element, values: { name: nameOf(element), expression: body, language } };
    }
  },
};

/** Null where FEEL is meant whatever the file says; what a flow says of its own condition has a rule of its own. */
function languageOf(expression: ModdleElement, body: string, { definitions }: LintedDiagram): string | null {
  const own = textOf(expression, 'language');
  if (own) return isA(expression.$parent, 'bpmn:SequenceFlow') ? null : own;
  const isTime = isA(expression.$parent, 'bpmn:TimerEventDefinition');
  return isTime || isFeel(body) || isJuel(body) ? null : textOf(definitions, 'expressionLanguage');
}

/** What a person finds in the drawing. */
function holderOf(expression: ModdleElement): ModdleElement {
  for (let at = expression.$parent; at; at = at.$parent)
    if (at.id && isA(at, 'bpmn:FlowElement', 'bpmn:RootElement') && !isA(at, 'bpmn:EventDefinition'))
      return at;
  return expression;
}
