/**
 * Ad-hoc subprocess (BPMN 2.0.2 §10.3.5.3, §13.3.5): a scope in which activities begin when the diagram lists them or
 * somebody activates them (`activateElement`), at once or one after the other. Whenever something in it completes, its
 * completion condition is looked at: true ends it, at once or when what runs is over. Without a condition it ends when
 * nothing runs and all that it began with is done, or, where people choose, everything has been done once.
 */
import type { AdHocSubProcess } from '../../definition/model.ts';
import { adHocStateOf, rememberAdHoc, type AdHocState } from '../../execution/ad-hoc.ts';
import { EngineFailure } from '../../errors.ts';
import { enterStart } from '../../execution/beginnings.ts';
import { openScope, settle } from '../../execution/scopes.ts';
import type { Step } from '../../execution/step.ts';
import { stepAt } from '../../execution/step.ts';
import { emptyScope, leave, wait } from '../../execution/tokens.ts';
import { applyOutputs, evaluate, evaluateMappings } from '../../execution/variables.ts';
import { knowSubtree } from '../../execution/wakers.ts';
import type { Behaviour } from '../behaviour.ts';
import { neverTriggered, nothingToUndo } from '../shared/defaults.ts';
import { flowsOfActivity } from '../shared/flows.ts';

export const adHocSubProcess: Behaviour<AdHocSubProcess> = {
  enter(step) {
    const variables = evaluateMappings(step, step.element.inputs);
    const initial = initialOf(step);
    const token = wait(step);
    openScope(step.session, token, variables);
    const now = step.element.sequential ? initial.slice(0, 1) : initial;
    const queue = initial.slice(now.length);
    rememberAdHoc(step.session, token.id, { queue, done: [], results: [], isClosing: false, isOver: false });
    for (const elementId of now) enterStart(step.session, token.id, elementId);
  },
  trigger(step, trigger) {
    if (trigger.kind === 'completedInside') lookAtEnd(step, trigger.elementId);
    else neverTriggered(step, trigger);
  },
  complete(step, { result }) {
    const { outputs, outputCollection } = step.element;
    if (outputs.length > 0) applyOutputs(step, result);
    else if (outputCollection) applyOutputs(step, { [outputCollection]: result[outputCollection] ?? [] });
    leave(step, flowsOfActivity(step));
  },
  terminate: nothingToUndo,
};

/** @throws EngineFailure ENG_ACTIVATION_NOT_POSSIBLE when the list names what cannot be started. */
function initialOf(step: Step<AdHocSubProcess>): readonly string[] {
  const { initial, startable, id } = step.element;
  if (!initial) return [];
  const value = evaluate(step, initial);
  const ids = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  const wrong = ids.find((one) => typeof one !== 'string' || !startable.includes(one));
  if (wrong === undefined) return ids as readonly string[];
  const message = `Expected '${id}' to begin with some of '${startable.join("', '")}', but found '${JSON.stringify(wrong)}'.`;
  throw new EngineFailure('ENG_ACTIVATION_NOT_POSSIBLE', message);
}

function lookAtEnd(step: Step<AdHocSubProcess>, elementId: string): void {
  const { session, element } = step;
  const scopeId = step.token!.id;
  const inside = { ...stepAt(session, step.scopeId, element.id), scopeId };
  const before = adHocStateOf(session, scopeId);
  const state: AdHocState = {
    ...before,
    done: before.done.includes(elementId) ? before.done : [...before.done, elementId],
    results: element.output ? [...before.results, evaluate(inside, element.output)] : before.results,
  };
  const isTrue =
    element.completionCondition !== null && evaluate(inside, element.completionCondition) === true;
  const isIdle = session.state.scopes.get(scopeId)!.live === 0 && !session.agenda.hasWorkIn(scopeId);
  if (state.isClosing || isTrue) {
    if (element.cancelsRemaining || isIdle) return close(step, state);
    return rememberAdHoc(session, scopeId, { ...state, queue: [], isClosing: true });
  }
  const [next, ...queue] = state.queue;
  if (isIdle && next !== undefined) {
    rememberAdHoc(session, scopeId, { ...state, queue });
    return enterStart(session, scopeId, next);
  }
  if (isIdle && !element.completionCondition && isAllDone(element, state)) return close(step, state);
  rememberAdHoc(session, scopeId, state);
}

function isAllDone({ initial, startable }: AdHocSubProcess, { done }: AdHocState): boolean {
  return initial !== null || startable.every((id) => done.includes(id));
}

function close(step: Step<AdHocSubProcess>, state: AdHocState): void {
  const { session, element, instance } = step;
  const scopeId = step.token!.id;
  rememberAdHoc(session, scopeId, { ...state, queue: [], isClosing: true, isOver: true });
  if (element.outputCollection) {
    session.unit.emit(instance.id, {
      kind: 'VariablesSet',
      ...{ scopeId, elementId: element.id },
      values: { [element.outputCollection]: state.results },
    });
  }
  if (element.cancelsRemaining) {
    knowSubtree(session, scopeId);
    emptyScope(session, scopeId);
  }
  settle(session, scopeId);
}
