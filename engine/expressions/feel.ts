/**
 * FEEL (decisions.md 20). Most conditions of real diagrams are comparisons of a variable with a value; these are
 * compiled once into closures (comparison.ts), because the general interpreter parses on every evaluation and
 * costs some 0.3 ms, three times a whole step. Everything else goes to feelin. `now()` and `today()` come from
 * the clock port and never from the machine.
 */
import { evaluate, toFeel } from 'feelin';
import { EngineFailure } from '../errors.ts';
import { bounded } from './bounded.ts';
import { compileComparison } from './comparison.ts';
import type { CompiledExpression } from './expression.ts';
import { FEEL_FUNCTIONS } from './feel-functions.ts';
import { jsonFromFeel } from './feel-json.ts';
import { expressionProblem } from './feel-syntax.ts';
import { mentionsName } from './mentions.ts';

/** Longer sources are no conditions any more but an attempt to block the engine. */
const SOURCE_LENGTH_MAX = 10_000;

/** `for a in 1..3000, b in 1..1000` would block the process for seconds (decisions.md 20). */
const RANGE_PRODUCT_MAX = 100_000;

/** Iterations, filters, functions and regular expressions; everything else ends after as many steps as it has words. */
function mayBeLong(source: string): boolean {
  return /\b(?:for|some|every|function|matches|replace|split|extract|sort)\b|\.\.|\[/.test(source);
}

/** A step waits for it; a human condition takes less than a millisecond. */
const TIME_MAX_MS = 250;

const MEMBERSHIP = /([\p{L}_][\p{L}\p{N}_.]*|\d+)\s+in\s+([[\](][^[\]()"]*[\])[])(?=\s+(?:and|or)\b)/gu;

/** feelin takes what follows `x in [1..5] and` as part of the test; parentheses keep it out. */
function withMembershipGrouped(source: string): string {
  if (!source.includes(' in ')) return source;
  return source
    .split(/("(?:[^"\\]|\\.)*")/)
    .map((part) => (part.startsWith('"') ? part : part.replace(MEMBERSHIP, '($1 in $2)')))
    .join('');
}

type Compiled = CompiledExpression | { readonly problem: string };

/** Versions of a diagram and the steps of one repeat the same texts. */
const COMPILED_MAX = 5_000;
const compiled = new Map<string, Compiled>();

/** Compiles FEEL; a leading `=` is optional. Returns a sentence instead when the syntax is wrong. */
export function compileFeel(text: string): Compiled {
  const known = compiled.get(text);
  if (known) return known;
  const made = compileAnew(text);
  if (compiled.size >= COMPILED_MAX) compiled.delete(compiled.keys().next().value!);
  compiled.set(text, made);
  return made;
}

function compileAnew(text: string): Compiled {
  const source = text.trim().replace(/^=\s*/, '');
  if (source === '') return { problem: 'The expression is empty.' };
  if (source.length > SOURCE_LENGTH_MAX) return { problem: 'The expression is too long.' };
  if (rangeProduct(source) > RANGE_PRODUCT_MAX) return { problem: 'The expression loops too often.' };
  const comparison = compileComparison(source);
  const problem = comparison ? null : expressionProblem(source);
  if (problem) return { problem };
  const executed = withMembershipGrouped(source);
  return {
    source,
    mentions: (name) => mentionsName(source, name),
    evaluate: comparison ?? ((context) => jsonFromFeel(evaluateWithFeelin(executed, context))),
    evaluateRaw: comparison ?? ((context) => evaluateWithFeelin(executed, context)),
  };
}

export function isCompiled(
  result: CompiledExpression | { readonly problem: string },
): result is CompiledExpression {
  return 'evaluate' in result;
}

function evaluateWithFeelin(source: string, context: Readonly<Record<string, unknown>>): unknown {
  try {
    const seen = feelContext(context);
    const run = (): unknown => evaluate(source, seen).value;
    return mayBeLong(source) ? bounded(`The expression '${source}'`, TIME_MAX_MS, run) : run();
  } catch (error) {
    if (error instanceof EngineFailure) throw error;
    throw new EngineFailure('ENG_EXPRESSION_FAILED', `The expression '${source}' cannot be evaluated.`, {
      source,
      cause: error instanceof Error ? error.message : String(error),
    });
  }
}

/** The interpreter puts the instant of the command under this name; a FEEL name cannot begin like this. */
export const NOW_NAME = '#now';

/** The variables with every function that an expression may call. */
export function feelContext(context: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { ...FEEL_FUNCTIONS, ...context, ...clockFunctions(context) };
}

function clockFunctions(context: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const now = context[NOW_NAME];
  if (typeof now !== 'string') return {};
  return {
    now: () => toFeel(new Date(now)),
    today: () => evaluate(`date("${now.slice(0, 10)}")`).value,
  };
}

/**
 * How often nested loops over the written ranges run. Ranges over variables and lists are not known yet; their
 * evaluation is watched.
 */
function rangeProduct(source: string): number {
  let product = 1;
  for (const [, from, to] of source.matchAll(/\bin\s+(-?\d+)\s*\.\.\s*(-?\d+)/g)) {
    product *= Math.max(1, Math.abs(Number(to) - Number(from)));
  }
  return product;
}
