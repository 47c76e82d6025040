/** Whether a text can be read as FEEL. Names with spaces cannot be told from mistakes before their values are there. */
import { parseExpression, parseUnaryTests } from 'feelin';
import { FEEL_FUNCTIONS } from './feel-functions.ts';

type Parse = typeof parseExpression;

/** One sentence; null when the text can be read, or may be when its names are known. */
export function expressionProblem(source: string): string | null {
  return problemOf(source, parseExpression);
}

/** One sentence; null when the text can be read, or may be when its names are known. */
export function unaryTestsProblem(source: string): string | null {
  return problemOf(source, parseUnaryTests as Parse);
}

function problemOf(source: string, parse: Parse): string | null {
  let position: number | null = null;
  parse(source, FEEL_FUNCTIONS, undefined).iterate({
    enter(node) {
      if (node.type.isError) position ??= node.from;
    },
  });
  if (position === null || mayNameWithSpaces(source)) return null;
  const near = source.slice(Math.max(0, position - 12), position + 12).trim();
  return `The text '${source}' is not FEEL near '${near}'.`;
}

const WORDS =
  /"(?:[^"\\]|\\.)*"|\b(?:and|or|not|if|then|else|for|in|return|some|every|satisfies|between|instance of|function|true|false|null)\b/g;

/** Two words beside each other, neither of the language itself. */
function mayNameWithSpaces(source: string): boolean {
  return /[\p{L}\p{N}_]\s+[\p{L}_]/u.test(source.replace(WORDS, '+'));
}
