/** Sequence flows (BPMN 2.0.2 §8.3.13): condition, default mark, and our outcome of the activity before it. */
import { readOutcomeFlow, referenceOf, textOf, type ModdleElement } from '#moddle';
import type { CompiledExpression } from '../../expressions/expression.ts';
import { compileListeners } from '../foreign/listeners.ts';
import type { Flow } from '../model.ts';
import type { Problem } from '../problem.ts';
import { createContext } from './context.ts';

export function transformFlow(element: ModdleElement, problems: Problem[]): Flow | null {
  const id = element.id ?? '';
  const context = createContext(id, true, problems);
  const source = referenceOf(element, 'sourceRef');
  const target = referenceOf(element, 'targetRef');
  if (!source?.id || !target?.id) {
    context.report('error', 'dangling-flow', 'The sequence flow does not connect two elements.');
    return null;
  }
  const condition = referenceOf(element, 'conditionExpression');
  const body = condition && textOf(condition, 'body');
  return {
    id,
    name: textOf(element, 'name'),
    sourceId: source.id,
    targetId: target.id,
    condition: body ? conditionFrom(body, textOf(condition, 'language'), context) : null,
    listeners: compileListeners(element, context),
    isDefault: referenceOf(source, 'default')?.id === id,
    outcome: readOutcomeFlow(element),
  };
}

function conditionFrom(
  body: string,
  language: string | null,
  context: ReturnType<typeof createContext>,
): CompiledExpression | null {
  if (language && !/feel|juel|xpath/i.test(language)) {
    context.refuse(`A condition in '${language}'`);
    return null;
  }
  return context.expression(body);
}
