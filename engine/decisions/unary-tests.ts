/**
 * Input entries of a decision table (DMN 1.3 clause 7.3.13: unary tests). Tables are long and their cells short:
 * literals, comparisons and ranges are compiled into closures; everything else goes to the interpreter, which parses
 * on every evaluation.
 */
import { unaryTest } from 'feelin';
import { EngineFailure } from '../errors.ts';
import { unaryTestsProblem } from '../expressions/feel-syntax.ts';
import type { FeelContext } from './decision-model.ts';

export type UnaryTests = (value: unknown, context: FeelContext) => boolean;

/** A sentence instead when the syntax is wrong. */
export function compileUnaryTests(text: string): UnaryTests | { readonly problem: string } {
  const source = text.trim().replace(/^=\s*/, '');
  if (source === '' || source === '-') return () => true;
  const fast = simpleTests(source);
  if (fast) return fast;
  const problem = unaryTestsProblem(source);
  if (problem) return { problem };
  return (value, context) => {
    try {
      return unaryTest(source, { ...context, '?': value }).value === true;
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      throw new EngineFailure('ENG_DECISION_FAILED', `The test '${source}' cannot be evaluated.`, { cause });
    }
  };
}

const NUMBER = '-?\\d+(?:\\.\\d+)?';
const LITERAL = new RegExp(`^(?:(${NUMBER})|"([^"\\\\]*)"|(true|false|null))$`);
const COMPARISON = new RegExp(`^(<=|>=|<|>)\\s*(${NUMBER})$`);
const RANGE = new RegExp(`^([[(\\]])\\s*(${NUMBER})\\s*\\.\\.\\s*(${NUMBER})\\s*([\\])[])$`);

/** Only tests that mean the same with every value; null for anything else. */
function simpleTests(source: string): ((value: unknown) => boolean) | null {
  const inner = /^not\((.*)\)$/s.exec(source)?.[1];
  if (inner !== undefined) {
    const tests = simpleTests(inner.trim());
    return tests && ((value) => !tests(value));
  }
  const parts = splitAtCommas(source);
  const tests = parts.map((part) => simpleTest(part.trim()));
  if (!tests.every((test) => test !== null)) return null;
  return (value) => tests.some((test) => test!(value));
}

function simpleTest(part: string): ((value: unknown) => boolean) | null {
  const literal = LITERAL.exec(part);
  if (literal) return equals(constantOf(literal));
  const comparison = COMPARISON.exec(part);
  if (comparison) return compares(comparison[1]!, Number(comparison[2]));
  const range = RANGE.exec(part);
  if (!range) return null;
  const [from, to] = [Number(range[2]), Number(range[3])];
  const [open, close] = [range[1]!, range[4]!];
  return (value) =>
    typeof value === 'number' &&
    (open === '[' ? value >= from : value > from) &&
    (close === ']' ? value <= to : value < to);
}

function constantOf([, number, text, word]: RegExpExecArray): number | string | boolean | null {
  if (number !== undefined) return Number(number);
  if (text !== undefined) return text;
  return word === 'null' ? null : word === 'true';
}

/** A list fits when the constant is in it, as in FEEL. */
function equals(constant: unknown): (value: unknown) => boolean {
  return (value) =>
    (value ?? null) === constant || (Array.isArray(value) && value.some((entry) => entry === constant));
}

function compares(operator: string, limit: number): (value: unknown) => boolean {
  return (value) => {
    if (typeof value !== 'number') return false;
    if (operator === '<') return value < limit;
    if (operator === '<=') return value <= limit;
    return operator === '>' ? value > limit : value >= limit;
  };
}

/** Commas inside strings and brackets do not part tests. */
function splitAtCommas(source: string): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  let depth = 0;
  let inString = false;
  for (let at = 0; at < source.length; at++) {
    const character = source[at]!;
    if (character === '"' && source[at - 1] !== '\\') inString = !inString;
    else if (inString) continue;
    else if ('({'.includes(character)) depth += 1;
    else if (')}'.includes(character)) depth -= 1;
    else if (character === ',' && depth === 0) {
      parts.push(source.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, source.slice(from)];
}
