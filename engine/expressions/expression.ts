/** FEEL expressions, compiled once with their model. */
import type { Json } from '../ports.ts';

export interface CompiledExpression {
  /** Without the leading `=`. */
  readonly source: string;
  /** Whether the variable may be named in the expression: decides which records are read for it. */
  mentions(name: string): boolean;
  /** @throws EngineFailure when the expression cannot be evaluated. */
  evaluate(context: Readonly<Record<string, unknown>>): Json;
}
