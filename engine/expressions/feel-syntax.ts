/** Whether a text can be read as FEEL. Names with spaces cannot be told from mistakes before their values are there. */
import type { parseExpression } from 'feelin';
import { parseUnaryTests } from 'feelin';

type Parse = typeof parseExpression;

/** One sentence; null when the text can be read, or may be when its names are known. */
export function unaryTestsProblem(source: string): string | null {
  return problemOf(source, parseUnaryTests as Parse);
}

function problemOf(source: string, parse: Parse): string | null {
  let position: number | null = null;
  parse(source, {}, undefined).iterate({
    enter(node) {
      if (node.type.isError) position ??= node.from;
    },
  });
  if (position === null || /[\p{L}_]\s+[\p{L}_]/u.test(source)) return null;
  const near = source.slice(Math.max(0, position - 12), position + 12).trim();
  return `The text '${source}' cannot be read near '${near}'.`;
}
