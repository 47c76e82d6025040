/**
 * FEEL (decisions.md 20). Most conditions of real diagrams are comparisons of a variable with a value; these are
 * compiled once into closures (comparison.ts), because the general interpreter parses on every evaluation and
 * costs some 0.3 ms, three times a whole step. Everything else goes to feelin. `now()` and `today()` come from
 * the clock port and never from the machine.
 */
import { evaluate, toFeel, FeelDate, FeelDateTime, FeelDuration, FeelTime, SyntaxError } from 'feelin';
import { EngineFailure } from '../errors.ts';
import type { Json } from '../ports.ts';
import { compileComparison } from './comparison.ts';
import type { CompiledExpression } from './expression.ts';
import { mentionsName } from './mentions.ts';

/** Longer sources are no conditions any more but an attempt to block the engine. */
const SOURCE_LENGTH_MAX = 10_000;

/** `for a in 1..3000, b in 1..1000` would block the process for seconds (decisions.md 20). */
const RANGE_PRODUCT_MAX = 100_000;

/** Compiles FEEL; a leading `=` is optional. Returns a sentence instead when the syntax is wrong. */
export function compileFeel(text: string): CompiledExpression | { readonly problem: string } {
  const source = text.trim().replace(/^=\s*/, '');
  if (source === '') return { problem: 'The expression is empty.' };
  if (source.length > SOURCE_LENGTH_MAX) return { problem: 'The expression is too long.' };
  if (rangeProduct(source) > RANGE_PRODUCT_MAX) return { problem: 'The expression loops too often.' };
  const problem = syntaxProblem(source);
  if (problem) return { problem };
  const comparison = compileComparison(source);
  return {
    source,
    mentions: (name) => mentionsName(source, name),
    evaluate: comparison ?? ((context) => jsonFromFeel(evaluateWithFeelin(source, context))),
    evaluateRaw: comparison ?? ((context) => evaluateWithFeelin(source, context)),
  };
}

export function isCompiled(
  result: CompiledExpression | { readonly problem: string },
): result is CompiledExpression {
  return 'evaluate' in result;
}

function evaluateWithFeelin(source: string, context: Readonly<Record<string, unknown>>): unknown {
  try {
    const { value } = evaluate(source, { ...context, ...clockFunctions(context) });
    return value;
  } catch (error) {
    throw new EngineFailure('ENG_EXPRESSION_FAILED', `The expression '${source}' cannot be evaluated.`, {
      source,
      cause: error instanceof Error ? error.message : String(error),
    });
  }
}

/** The interpreter puts the instant of the command under this name; a FEEL name cannot begin like this. */
export const NOW_NAME = '#now';

function clockFunctions(context: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const now = context[NOW_NAME];
  if (typeof now !== 'string') return {};
  return {
    now: () => toFeel(new Date(now)),
    today: () => evaluate(`date("${now.slice(0, 10)}")`).value,
  };
}

/** How often nested loops over the written ranges run; ranges over variables are bounded by the variables' size only. */
function rangeProduct(source: string): number {
  let product = 1;
  for (const [, from, to] of source.matchAll(/(-?\d+)\s*\.\.\s*(-?\d+)/g)) {
    product *= Math.max(1, Math.abs(Number(to) - Number(from)));
  }
  return product;
}

function syntaxProblem(source: string): string | null {
  try {
    evaluate(source, {});
    return null;
  } catch (error) {
    // Without variables names with spaces do not parse; only at run time is it known whether they exist.
    if (error instanceof SyntaxError && !/[\p{L}_]\s+[\p{L}_]/u.test(source)) {
      return `The expression '${source}' is not FEEL: ${error.message}.`;
    }
    return null;
  }
}

/** Dates and durations as texts, functions and what is no number as null. */
export function jsonFromFeel(value: unknown): Json {
  if (value === null || value === undefined || typeof value === 'function') return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'object') return value as Json;
  if (Array.isArray(value)) return value.map(jsonFromFeel);
  if (isTemporal(value)) return String(value);
  const entries = Object.entries(value as Record<string, unknown>);
  return Object.fromEntries(entries.map(([key, entry]) => [key, jsonFromFeel(entry)]));
}

function isTemporal(value: object): boolean {
  return [FeelDate, FeelDateTime, FeelDuration, FeelTime].some((type) => value instanceof type);
}
