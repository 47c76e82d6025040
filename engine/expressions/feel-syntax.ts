/** Whether a text can be read as FEEL. Names with spaces cannot be told from mistakes before their values are there. */
import { feelProblemOf } from '#lint';
import { parseUnaryTests } from 'feelin';
import { FEEL_FUNCTIONS } from './feel-functions.ts';

/** One sentence; null when the text can be read, or may be when its names are known. Parsed once for the rules, too. */
export function expressionProblem(source: string): string | null {
  return sentence(source, feelProblemOf(source));
}

/** One sentence; null when the text can be read, or may be when its names are known. */
export function unaryTestsProblem(source: string): string | null {
  let position: number | null = null;
  parseUnaryTests(source, FEEL_FUNCTIONS, undefined).iterate({
    enter(node) {
      if (node.type.isError) position ??= node.from;
    },
  });
  return sentence(source, position === null ? null : source.slice(Math.max(0, position - 12), position + 12));
}

function sentence(source: string, near: string | null): string | null {
  if (near === null || mayNameWithSpaces(source)) return null;
  return `The text '${source}' is not FEEL near '${near.trim()}'.`;
}

const WORDS =
  /"(?:[^"\\]|\\.)*"|\b(?:and|or|not|if|then|else|for|in|return|some|every|satisfies|between|instance of|function|true|false|null)\b/g;

/** Two words beside each other, neither of the language itself. */
function mayNameWithSpaces(source: string): boolean {
  return /[\p{L}\p{N}_]\s+[\p{L}_]/u.test(source.replace(WORDS, '+'));
}
