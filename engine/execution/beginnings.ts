/**
 * Where tokens begin in a process or subprocess that no event has triggered (BPMN 2.0.2 §10.5.2, §13.3.4): at its start
 * event without a trigger; without any start event everywhere that nothing leads to, all at once.
 */
import type { Container, Definition, StartEvent } from '../definition/model.ts';
import { EngineFailure } from '../errors.ts';
import { listensTo } from './process-listeners.ts';
import type { Session } from './step.ts';

/** @throws EngineFailure ENG_START_NOT_POSSIBLE when the container cannot begin by itself. */
export function beginningsOf(container: Container, what: string): readonly string[] {
  if (container.noneStart) return [container.noneStart.id];
  if (container.beginnings.length > 0) return container.beginnings;
  const plain = plainStartsOf(container).map(({ id }) => `'${id}'`);
  const lack =
    plain.length > 1
      ? `several start events without a trigger (${plain.join(', ')}), of which only a start by hand can name one`
      : 'no start event without a trigger';
  throw new EngineFailure('ENG_START_NOT_POSSIBLE', `${what} has ${lack}.`);
}

export function plainStartsOf({ startEvents }: Container): readonly StartEvent[] {
  return startEvents.filter(({ event }) => event.kind === 'none');
}

/** A new instance begins there; its listeners hear of it from the start event, and where there is none, first of all. */
export function beginInstance(
  session: Session,
  { model }: Definition,
  scopeId: string,
  elementIds: readonly string[],
): void {
  const [elementId] = elementIds;
  if (elementId !== undefined && model.root.beginnings.length > 0 && listensTo(model, 'start')) {
    const trigger = { kind: 'process', moment: 'start' } as const;
    session.agenda.push({ kind: 'trigger', scopeId, elementId, tokenId: null, trigger });
  }
  for (const id of elementIds) enterStart(session, scopeId, id);
}

export function enterStart(session: Session, scopeId: string, elementId: string): void {
  session.agenda.push({ kind: 'enter', scopeId, elementId, flowId: null, tokenId: null });
}
