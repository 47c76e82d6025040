/**
 * Event subprocess (BPMN 2.0.2 §10.3.5.1, §13.5.4). It has no place in the flow: as its scope opens, its start event
 * is armed in that scope. When the start event fires, an interrupting one first takes away everything else that
 * lives in the surrounding scope; then a token at the event subprocess waits, in the surrounding scope, for a scope of
 * its own. A non-interrupting one stays armed and may run several times at once.
 */
import type { StartEvent, SubProcess } from '../../definition/model.ts';
import { notify } from '../../execution/listeners.ts';
import { openScope } from '../../execution/scopes.ts';
import { elementOf, type Step } from '../../execution/step.ts';
import { activate, emptyScope, terminateToken } from '../../execution/tokens.ts';
import { evaluateMappings } from '../../execution/variables.ts';
import { arm } from '../../execution/arming.ts';
import { knowSubtree, type WakerOwner } from '../../execution/wakers.ts';
import type { Trigger } from '../../execution/work.ts';
import { armAgain } from '../shared/arm-again.ts';
import { happened } from '../shared/parallel-multiple.ts';

/** The start event waits in the scope around its event subprocess. */
export function armStart(step: Step<SubProcess>): void {
  const [start] = step.element.container.startEvents;
  if (start) arm(step, ownerOf(step), start.event, start.id);
  // It holds its place after an incident or a pause; armed, it has nothing to wait for.
  if (step.token) {
    const { id: tokenId, elementId, scopeId } = step.token;
    step.session.unit.emit(step.instance.id, { kind: 'ElementTerminated', tokenId, elementId, scopeId });
  }
}

function ownerOf({ instance, scopeId, element }: Step): WakerOwner {
  return { id: null, rootId: instance.rootId, instanceId: instance.id, scopeId, elementId: element.id };
}

/** `step` is at the start event, in the surrounding scope. */
export function runEventSubProcess(step: Step<StartEvent>, trigger: Trigger): void {
  const { session, scopeId, element: start, instance } = step;
  // What it waits for belongs to the scope, also when a token holds its place after an incident.
  const result = happened({ ...step, token: null }, start.event, trigger);
  if (!result) return;
  if (start.interrupting) {
    knowSubtree(session, scopeId);
    emptyScope(session, scopeId);
  } else armAgain(step, ownerOf(step), start.event, trigger);
  // After an incident a token held the place of what is tried again.
  const held = step.token && session.state.tokens.get(step.token.id);
  if (held) terminateToken(session, held);
  const element = elementOf(session, instance.id, start.parentId!);
  const here: Step = { ...step, element, token: null, tokenId: session.environment.ids.next() };
  const variables = evaluateMappings(here, element.inputs);
  notify(here, 'start');
  const token = activate(here);
  openScope(session, token, variables);
  session.agenda.push({
    kind: 'complete',
    scopeId: token.id,
    elementId: start.id,
    tokenId: null,
    completion: { result, outcome: null },
  });
}
