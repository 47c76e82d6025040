/** What elements, flows and containers are put together from, with its expressions compiled. */
import type { Mapping } from '#moddle';
import type { CompiledExpression } from '../expressions/expression.ts';
import type { TimerDefinition } from './event-definitions.ts';
import type { TextValue } from './text-value.ts';

/** A script in a language that runs; `expression` is set for FEEL. */
export interface CompiledScript {
  readonly language: 'feel' | 'javascript';
  readonly source: string;
  readonly expression: CompiledExpression | null;
}

/** A mapping with its source compiled: FEEL, a template, or a script that gives the value. */
export interface CompiledMapping extends Omit<Mapping, 'script'> {
  readonly source: TextValue | { readonly kind: 'script'; readonly source: string };
}

/** `updating` is an update that is no assignment. */
export type TaskMoment = 'create' | 'assignment' | 'complete' | 'delete' | 'update' | 'updating' | 'timeout';

/** What runs when an element begins or ends, a flow is taken, or a user task changes. */
export interface CompiledListener {
  readonly event: 'start' | 'end' | 'take' | `task:${TaskMoment}`;
  /** Of a timeout: when it comes, and the name under which its timer is found again. */
  readonly timeout?: { readonly key: string; readonly timer: TimerDefinition };
  readonly run:
    | { readonly kind: 'expression'; readonly expression: CompiledExpression }
    | ({ readonly kind: 'script' } & CompiledScript)
    | { readonly kind: 'handler'; readonly name: string }
    /** A data output association to a data store: fields of a record, written in the step. */
    | {
        readonly kind: 'store';
        readonly handler: string;
        readonly record: CompiledExpression;
        /** A context of fields. */
        readonly whole: CompiledExpression | null;
        readonly fields: readonly Pick<CompiledMapping, 'name' | 'source'>[];
      };
}

/** A data object or property of a container: a variable of its scope. */
export interface ContainerData {
  readonly variable: string;
  readonly initial: CompiledExpression | null;
}
