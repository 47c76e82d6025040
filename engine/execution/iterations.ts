/**
 * Repetition of an activity: its token owns a `body` scope, in which every iteration is a scope of its own that runs the
 * activity once. The counters are kept with the body, so an iteration costs the same however many there are. A token in
 * the body itself holds work of the repetition: the next chunk of iterations, or what failed at the end of one.
 */
import { createHash } from 'node:crypto';
import type { LoopSettings } from '../definition/model.ts';
import type { Json, Variables } from '../ports.ts';
import { countersOf, type LoopCounters } from './loop-counters.ts';
import { needSlice, needSlices } from './needs.ts';
import type { ScopeRow } from './state.ts';
import { elementOf, type Session, type Step } from './step.ts';
import { rowsWith } from './tables.ts';
import type { Completion } from './work.ts';

/** Items per row of a collection: what one iteration reads does not grow with the list. */
export const PAGE_SIZE = 100;

export function rememberCounters(session: Session, body: ScopeRow, counters: LoopCounters): void {
  session.unit.emit(body.instanceId, {
    kind: 'ElementMemoSet',
    scopeId: body.id,
    elementId: body.elementId!,
    value: counters as unknown as Json,
  });
}

/** Opens the body around the iterations; it has the id of the token that waits for it. */
export function openBody(step: Step, tokenId: string, total: number | null): ScopeRow {
  const { session, instance, element, scopeId } = step;
  session.unit.emit(instance.id, {
    kind: 'ScopeOpened',
    ...{ scopeId: tokenId, parentScopeId: scopeId, elementId: element.id, tokenId },
    variables: {},
    scopeKind: 'body',
  });
  session.made.add(tokenId);
  const body = session.state.scopes.get(tokenId)!;
  const none = { started: 0, completed: 0, outcome: null, countsEnds: true } as const;
  rememberCounters(session, body, { total, ...none });
  return session.state.scopes.get(tokenId)!;
}

/** One iteration begins; `index` from 0. */
export function openIteration(session: Session, body: ScopeRow, index: number, variables: Variables): void {
  const scopeId = session.environment.ids.next();
  const elementId = body.elementId!;
  session.unit.emit(body.instanceId, {
    kind: 'ScopeOpened',
    scopeId,
    parentScopeId: body.id,
    elementId,
    tokenId: null,
    variables: withCounter(variables, index + 1),
    scopeKind: 'iteration',
  });
  session.made.add(scopeId);
  session.agenda.push({ kind: 'enter', scopeId, elementId, flowId: null, tokenId: null });
}

function withCounter(variables: Variables, loopCounter: number): Variables {
  for (const _name in variables) return { ...variables, loopCounter };
  return { loopCounter };
}

/** Tells the body that an iteration is over, before anything else moves. */
export function endIteration(session: Session, { id, parentId, elementId, variables }: ScopeRow): void {
  session.agenda.pushFirst({
    kind: 'trigger',
    scopeId: parentId!,
    elementId: elementId!,
    tokenId: null,
    trigger: {
      kind: 'iteration',
      index: Number(variables.loopCounter) - 1,
      variables,
      outcome: session.outcomes.get(id) ?? null,
    },
  });
}

/** What expressions inside a repeated activity may ask besides the variables (BPMN 2.0.2 Table 10.30). */
export function counterVariables(session: Session, scopeId: string): Variables {
  const scope = session.state.scopes.get(scopeId)!;
  if (scope.parentId === null) return {};
  if (scope.kind !== 'body') return counterVariables(session, scope.parentId);
  const { total, started, completed } = countersOf(scope);
  const loop = loopOf(session, scope);
  if (loop.kind === 'standard' || total === null) return {};
  return {
    nrOfInstances: total,
    nrOfActiveInstances: (loop.sequential ? started : total) - completed,
    nrOfCompletedInstances: completed,
    nrOfTerminatedInstances: 0,
  };
}

/** How the activity around the body or iteration is repeated. */
export function loopOf(session: Session, { instanceId, elementId }: ScopeRow): LoopSettings {
  return elementOf(session, instanceId, elementId!).loop!;
}

/** A variable that goes into the iteration's result is its own, so that parallel iterations do not share it. */
export function keepsLocal(session: Session, scope: ScopeRow, name: string): boolean {
  if (scope.kind !== 'iteration') return false;
  const loop = loopOf(session, scope);
  return loop.kind === 'multiInstance' && loop.output !== null && loop.output.mentions(name);
}

/** Writes the collection, so that every iteration gets the item that stood there at the beginning. */
export function keepItems(session: Session, body: ScopeRow, items: readonly Json[]): void {
  const { id: scopeId, rootId, instanceId } = body;
  for (let page = 0; page * PAGE_SIZE < items.length; page++) {
    const part = items.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
    const loop = { id: pageIdOf(scopeId, page), rootId, scopeId, page, items: part };
    session.unit.emit(instanceId, { kind: 'LoopStarted', loop });
  }
}

/** The items from `from` up to `until`, read together. */
export function itemsBetween(session: Session, body: ScopeRow, from: number, until: number): readonly Json[] {
  const first = Math.floor(from / PAGE_SIZE);
  const ids: string[] = [];
  for (let page = first; page * PAGE_SIZE < until; page++) ids.push(pageIdOf(body.id, page));
  const missing = ids.filter((id) => !session.state.loops.has(id));
  if (missing.length > 0) {
    needSlices(
      session.supplies,
      missing.map((scopeId) => ({ kind: 'loop', scopeId })),
    );
  }
  const items = ids.flatMap((id) => session.state.loops.get(id)!.items);
  return items.slice(from - first * PAGE_SIZE, until - first * PAGE_SIZE);
}

/** The database computes the same from scope and page (migration 0010). */
function pageIdOf(scopeId: string, page: number): string {
  const hex = createHash('md5').update(`${scopeId}:${page}`).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** What the activity gives when its last iteration has ended; null in the place of one that did not. */
export function resultOfBody(session: Session, body: ScopeRow): Completion {
  const loop = loopOf(session, body);
  const { total, outcome } = countersOf(body);
  if (loop.kind === 'standard' || loop.outputCollection === null) return { result: {}, outcome };
  if (!session.made.has(body.id)) needSlice(session.supplies, { kind: 'loopResults', scopeId: body.id });
  const values: Json[] = Array.from({ length: total ?? 0 }, () => null);
  for (const { index, value } of rowsWith(session.state, 'loopResults', 'scopeId', body.id))
    values[index] = value;
  return { result: { [loop.outputCollection]: values }, outcome };
}
