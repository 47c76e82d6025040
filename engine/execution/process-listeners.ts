/**
 * Listeners of the process itself. Of its beginning those at start events hear by the start event (definition/transform);
 * where a receiving step begins the instance, and at the end, they are told by work of their own, so that a failing one
 * becomes an incident: at the step that begins, or at the element that ended last. The instance ends when it is mended
 * or left out; nothing else of it is armed by then.
 */
import type { ProcessModel } from '../definition/model.ts';
import { notifyProcess } from './listeners.ts';
import { definitionOf, type Session, type Step } from './step.ts';
import { removeToken } from './tokens.ts';
import type { Trigger } from './work.ts';

type OfProcess = Extract<Trigger, { kind: 'process' }>;

/** Whether there was something to tell, so that the instance does not end yet. */
export function isToBeTold(
  session: Session,
  instanceId: string,
  status: 'completed' | 'terminated',
  lastElementId: string | null,
): boolean {
  if (session.told.has(instanceId)) return false;
  const { definitionId } = session.state.instances.get(instanceId)!;
  const { model } = definitionOf(session, definitionId);
  if (!listensTo(model, 'end')) return false;
  const elementId = lastElementId ?? firstElementOf(model);
  const trigger = { kind: 'process', moment: 'end', status } as const;
  session.agenda.push({ kind: 'trigger', scopeId: instanceId, elementId, tokenId: null, trigger });
  return true;
}

export function listensTo({ listeners }: ProcessModel, moment: OfProcess['moment']): boolean {
  return listeners.some(({ event }) => event === moment);
}

export function tellProcess(step: Step, trigger: OfProcess): void {
  notifyProcess(step, trigger.moment);
  noteTold(step, trigger);
}

/** They know, or are left out: what held the place of the failed work goes. */
export function noteTold({ session, scopeId, token }: Step, trigger: OfProcess): void {
  if (trigger.moment === 'end') {
    session.told.add(scopeId);
    session.endStatus.set(scopeId, trigger.status);
  }
  if (token) removeToken(session, token);
}

function firstElementOf({ root }: ProcessModel): string {
  return root.startEvents[0]?.id ?? root.instantiators[0]!.elementId;
}
