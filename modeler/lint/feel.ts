/** Whether a text is FEEL. Only its shape is judged; which variables exist is known when it runs. */
import { parseExpression } from 'feelin';

/** A few characters at the first place that cannot be read; null when all of it can. */
export function feelProblemOf(expression: string): string | null {
  let position: number | null = null;
  parseExpression(expression, {}, undefined).iterate({
    enter(node) {
      if (node.type.isError) position ??= node.from;
    },
  });
  if (position === null) return null;
  return expression.slice(Math.max(0, position - 12), position + 12).trim() || '=';
}
