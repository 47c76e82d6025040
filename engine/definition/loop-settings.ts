/** How an activity is repeated (BPMN 2.0.2 §10.3.8). */
import type { CompiledExpression } from '../expressions/expression.ts';
import type { EventDefinition } from './event-definitions.ts';

export type LoopSettings = MultiInstanceLoop | StandardLoop;

export interface MultiInstanceLoop {
  readonly kind: 'multiInstance';
  readonly sequential: boolean;
  /** One of the two is set. */
  readonly cardinality: CompiledExpression | null;
  readonly collection: CompiledExpression | null;
  /** Names of local variables in each iteration; the index is `loopCounter`, from 1. */
  readonly itemVariable: string | null;
  /** Collects `output` of every iteration, in the order of the items. */
  readonly outputCollection: string | null;
  readonly output: CompiledExpression | null;
  readonly completionCondition: CompiledExpression | null;
  /** BPMN's `behavior` with what it throws, BPMN 2.0.2 Table 10.29. */
  readonly behavior: 'all' | 'none' | 'one' | 'complex';
  readonly oneEvent: EventDefinition | null;
  readonly noneEvent: EventDefinition | null;
  readonly complex: readonly { readonly condition: CompiledExpression; readonly event: EventDefinition }[];
}

export interface StandardLoop {
  readonly kind: 'standard';
  readonly condition: CompiledExpression | null;
  readonly testBefore: boolean;
  readonly maximum: number | null;
}
