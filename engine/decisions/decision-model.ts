/** Decisions of a DMN file, compiled: everything that one needs to be made, the required decisions with it. */
import type { Json, Variables } from '../ports.ts';

/** Values of FEEL: JSON, dates and times, functions. */
export type FeelContext = Readonly<Record<string, unknown>>;

export interface CompiledDecision {
  readonly key: string;
  readonly name: string;
  readonly versionTag: string | null;
  /** Whether the variable may be named in it or in a decision that it requires: decides which records are read. */
  mentions(name: string): boolean;
  /** @throws EngineFailure ENG_DECISION_FAILED when its tables contradict themselves or an expression fails. */
  evaluate(context: FeelContext): DecisionOutcome;
}

export interface DecisionOutcome {
  readonly value: Json;
  /** One entry per result, outputs by name; what Camunda 7's result mappings choose from. */
  readonly rows: readonly Variables[];
  /** How each decision came about, the required ones first. */
  readonly trace: readonly DecisionTrace[];
}

export interface DecisionTrace {
  readonly [key: string]: Json;
  readonly key: string;
  readonly name: string;
  readonly inputs: readonly { readonly name: string; readonly value: Json }[];
  /** The rules that hit, in the order of the table; none for a decision without a table. */
  readonly rules: readonly {
    readonly id: string;
    /** From 1. */
    readonly position: number;
    readonly outputs: Variables;
  }[];
  readonly output: Json;
}

/** What an expression of a decision does: its value, and for a table also its results and the rules that hit. */
export interface CompiledLogic {
  readonly sources: readonly string[];
  evaluate(context: FeelContext): LogicOutcome;
}

export interface LogicOutcome {
  readonly value: unknown;
  readonly rows?: readonly Readonly<Record<string, unknown>>[];
  readonly inputs?: DecisionTrace['inputs'];
  readonly rules?: DecisionTrace['rules'];
}
