import type { CompiledExpression } from '../expressions/expression.ts';
import type { CompiledTemplate } from '../expressions/template.ts';

/** A FEEL expression (`= …`) or a text template. */
export type TextValue =
  | { readonly kind: 'feel'; readonly expression: CompiledExpression }
  | { readonly kind: 'template'; readonly template: CompiledTemplate };
