import { EngineFailure } from '../errors.ts';
import type { CompiledExpression } from '../expressions/expression.ts';
import type { CompiledTemplate } from '../expressions/template.ts';

/** A FEEL expression (`= …`) or a text template. */
export type TextValue =
  | { readonly kind: 'feel'; readonly expression: CompiledExpression }
  | { readonly kind: 'template'; readonly template: CompiledTemplate };

/** Whether the text may be another one for each instance. Names that are constant expressions were made texts before. */
export function dependsOnVariables(value: TextValue): boolean {
  return value.kind === 'feel' || /\{[{%]/.test(value.template.source);
}

/** The text, where there are no variables yet. */
export function textWithoutVariables(value: TextValue): string {
  return value.kind === 'feel' ? String(value.expression.evaluate({})) : value.template.render({});
}

/** @throws EngineFailure when it depends on variables. */
export function constantName(value: TextValue): string {
  if (!dependsOnVariables(value)) return textWithoutVariables(value);
  const message = 'What starts a process has no variables yet: its name must be a constant.';
  throw new EngineFailure('ENG_START_NOT_POSSIBLE', message);
}
