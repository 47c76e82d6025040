/**
 * Names of messages and signals (BPMN 2.0.2 §8.4.11, §10.5.5) and codes of errors and escalations. Each may be an
 * expression: whoever waits is found by its value when it began to wait, whoever throws evaluates it when it throws.
 */
import { isConstantFeel } from '#lint';
import { isJuel } from '#moddle';
import { textWithoutVariables, type TextValue } from '../text-value.ts';
import type { TransformContext } from './context.ts';

/** A constant expression is evaluated here, once; null when the text was refused. */
export function eventName(text: string, context: TransformContext): TextValue | null {
  const value = context.text(text);
  if (value?.kind !== 'feel' || !isConstantFeel(value.expression.source)) return value;
  const name = value.expression.evaluate({});
  if (typeof name === 'string' && name !== '') return constant(name);
  context.report('error', 'invalid-name', `The name '${text}' is not a text.`);
  return null;
}

/** The code that an event catches or throws, and the expression that gives it where it depends on variables. */
export interface EventCode {
  readonly code: string | null;
  readonly thrownCode: TextValue | null;
}

/** A catching event knows its code before anything runs; what it cannot know then is refused (rule `caught-code-with-variables`). */
export function eventCode(text: string | null, context: TransformContext): EventCode {
  if (text === null || (!text.startsWith('=') && !isJuel(text))) return { code: text, thrownCode: null };
  const value = eventName(text, context);
  if (value?.kind === 'template') return { code: textWithoutVariables(value), thrownCode: null };
  return { code: null, thrownCode: value };
}

function constant(text: string): TextValue {
  return { kind: 'template', template: { source: text, mentions: () => false, render: () => text } };
}
