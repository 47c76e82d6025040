/** FEEL expressions, compiled once with their model. */
import type { Json } from '../ports.ts';

export interface CompiledExpression {
  /** Without the leading `=`. */
  readonly source: string;
  /** Whether the variable may be named in the expression: decides which records are read for it. */
  mentions(name: string): boolean;
  /** @throws EngineFailure when the expression cannot be evaluated. */
  evaluate(context: Readonly<Record<string, unknown>>): Json;
  /** The same as a value of FEEL: dates stay dates, functions functions. Left out where it makes no difference. */
  evaluateRaw?(context: Readonly<Record<string, unknown>>): unknown;
}
