/**
 * Embedded subprocess (BPMN 2.0.2 §10.3.5): a scope of its own inside the same instance. What its elements write
 * reaches the process unless the subprocess declared the name as an input; inputs stay local.
 */
import type { SubProcess } from '../../definition/model.ts';
import { beginningsOf, enterStart } from '../../execution/beginnings.ts';
import { openScope } from '../../execution/scopes.ts';
import { leave, wait } from '../../execution/tokens.ts';
import { applyOutputs, evaluateMappings } from '../../execution/variables.ts';
import type { Behaviour } from '../behaviour.ts';
import { neverTriggered, nothingToUndo } from '../shared/defaults.ts';
import { flowsOfActivity } from '../shared/flows.ts';
import { armStart } from './event-sub-process.ts';

export const subProcess: Behaviour<SubProcess> = {
  enter(step) {
    const { container, name, id, inputs } = step.element;
    const starts = beginningsOf(container, `The subprocess '${name ?? id}'`);
    const variables = evaluateMappings(step, inputs);
    const token = wait(step);
    openScope(step.session, token, variables);
    for (const start of starts) enterStart(step.session, token.id, start);
  },
  trigger(step, trigger) {
    if (trigger.kind === 'scopeOpened') armStart(step);
    else neverTriggered(step, trigger);
  },
  complete(step, { result }) {
    if (step.element.outputs.length > 0) applyOutputs(step, result);
    leave(step, flowsOfActivity(step));
  },
  terminate: nothingToUndo,
};
