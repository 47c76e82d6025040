/**
 * Whether a text is FEEL. Only its shape is judged; which variables exist is known when it runs. Deployment judges each
 * text when it compiles it and again by the rules, and a designer whenever anything changes: what was found is kept.
 */
import { parseExpression } from 'feelin';

/** Functions that the engine has beside those of the standard. Names of several words are read only when they are known. */
export const FEEL_FUNCTION_NAMES = [
  'is defined',
  'is empty',
  'is blank',
  'get or else',
  'get keys',
  'trim',
  'extract',
  'to base64',
  'to json',
  'from json',
  'duplicate values',
  'partition',
  'round half even',
  'last day of month',
  'in zone',
] as const;

const NAMES = Object.fromEntries(FEEL_FUNCTION_NAMES.map((name) => [name, null]));

const JUDGED_MAX = 5_000;
const judged = new Map<string, string | null>();

/** A few characters at the first place that cannot be read; null when all of it can. */
export function feelProblemOf(expression: string): string | null {
  const source = expression.trim();
  const known = judged.get(source);
  if (known !== undefined) return known;
  const near = nearOf(source);
  if (judged.size >= JUDGED_MAX) judged.delete(judged.keys().next().value!);
  judged.set(source, near);
  return near;
}

/** Functions whose value is another one each time. */
const CHANGING = new Set(['now', 'today']);

/** Whether the expression is the same for every instance and at any time: it names no variable, and not the clock. */
export function isConstantFeel(expression: string): boolean {
  const source = expression.trim().replace(/^=/, '');
  let isConstant = true;
  parseExpression(source, NAMES, undefined).iterate({
    enter({ type, from, to }) {
      if (type.name !== 'VariableName') return;
      const isCalled = /^\s*\(/.test(source.slice(to));
      if (!isCalled || CHANGING.has(source.slice(from, to))) isConstant = false;
    },
  });
  return isConstant;
}

function nearOf(source: string): string | null {
  let position: number | null = null;
  parseExpression(source, NAMES, undefined).iterate({
    enter(node) {
      if (node.type.isError) position ??= node.from;
    },
  });
  if (position === null) return null;
  return source.slice(Math.max(0, position - 12), position + 12).trim() || '=';
}
