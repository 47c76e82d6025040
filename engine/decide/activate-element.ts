/** Somebody begins an activity of an ad-hoc subprocess (BPMN 2.0.2 §10.3.5.3). */
import type { AdHocSubProcess } from '../definition/model.ts';
import { EngineRejection } from '../errors.ts';
import { adHocStateOf } from '../execution/ad-hoc.ts';
import { enterStart } from '../execution/beginnings.ts';
import { definitionOf, type Session } from '../execution/step.ts';
import { knowSubtree } from '../execution/wakers.ts';
import { activeInstance } from './assertions.ts';
import type { Decider } from './decider.ts';

export const activateElement: Decider<'activateElement'> = (session, { instanceId, elementId, scopeId }) => {
  const instance = activeInstance(session, instanceId);
  const { model } = definitionOf(session, instance.definitionId);
  const parentId = model.elements.get(elementId)?.parentId ?? null;
  const adHoc = parentId === null ? undefined : model.elements.get(parentId);
  if (!adHoc || !('startable' in adHoc) || !adHoc.startable.includes(elementId)) {
    throw refusal(
      elementId,
      `Expected '${elementId}' to be an activity of an ad-hoc subprocess that may be started.`,
    );
  }
  knowSubtree(session, instanceId);
  const open = openScopes(session, instanceId, adHoc).filter((id) => scopeId === null || id === scopeId);
  const [chosen] = open;
  if (chosen === undefined) {
    throw refusal(
      elementId,
      `Expected '${adHoc.name ?? adHoc.id}' to be open, but nothing can be started in it now.`,
    );
  }
  enterStart(session, chosen, elementId);
  return null;
};

/** The oldest first; in a sequential one nothing begins while something runs. */
function openScopes(session: Session, instanceId: string, adHoc: AdHocSubProcess): readonly string[] {
  return [...session.state.scopes.values()]
    .filter((scope) => scope.instanceId === instanceId && scope.elementId === adHoc.id)
    .filter((scope) => scope.kind === 'subProcess' && !adHocStateOf(session, scope.id).isClosing)
    .filter((scope) => !adHoc.sequential || scope.live === 0)
    .map((scope) => scope.id)
    .sort();
}

function refusal(elementId: string, message: string): EngineRejection {
  return new EngineRejection('ENG_ACTIVATION_NOT_POSSIBLE', message, { elementId });
}
