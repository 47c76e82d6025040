/** Expressions of a decision: FEEL, or the `${…}` subset that Camunda 7 allows in inputs. */
import { date, dateAndTime, duration, time } from 'feelin';
import { feelFromJuel, isJuel, type ModdleElement } from '#moddle';
import { compileFeel, isCompiled } from '../expressions/feel.ts';
import type { FeelContext } from './decision-model.ts';

/** What the readers share: how a problem is reported, and attributes of Camunda 7. */
export interface ReadContext {
  report(element: ModdleElement, message: string): void;
  camunda(element: ModdleElement, attribute: string): string | null;
}

export interface CompiledText {
  readonly source: string;
  /** A value of FEEL, not yet JSON. */
  evaluate(context: FeelContext): unknown;
}

export function compileText(
  text: string,
  language: string | null,
  element: ModdleElement,
  read: ReadContext,
): CompiledText {
  const failed = (message: string): CompiledText => {
    read.report(element, message);
    return { source: text, evaluate: () => null };
  };
  if (language && !/feel|juel/i.test(language)) {
    return failed(`An expression is written in '${language}'; only FEEL and \${…} are executed.`);
  }
  const feel = isJuel(text) && !text.startsWith('=') ? feelFromJuel(text) : { feel: text };
  if ('problem' in feel) return failed(`The expression '${text}' is not executed: ${feel.problem}.`);
  const compiled = compileFeel(feel.feel);
  if (!isCompiled(compiled)) return failed(compiled.problem);
  return { source: compiled.source, evaluate: compiled.evaluateRaw ?? compiled.evaluate };
}

const TEMPORAL: Readonly<Record<string, (text: string) => unknown>> = {
  date: (text) => date(text),
  datetime: (text) => dateAndTime(text),
  'date and time': (text) => dateAndTime(text),
  time: (text) => time(text),
  daytimeduration: (text) => duration(text),
  'days and time duration': (text) => duration(text),
  yearmonthduration: (text) => duration(text),
  'years and months duration': (text) => duration(text),
};

/** Variables are JSON, so a date is a text there; an input of that type compares it as a date. */
export function temporalFrom(typeRef: string | null, value: unknown): unknown {
  const convert = typeRef === null ? undefined : TEMPORAL[typeRef];
  return convert && typeof value === 'string' ? (convert(value) ?? value) : value;
}
