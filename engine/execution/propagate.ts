/**
 * Errors and escalations look for who catches them (BPMN 2.0.2 §10.5.6, §13.5.4): from the place where they are thrown
 * outwards, scope by scope, first the event subprocesses of the scope, then the boundary events of the activity that
 * waits for it, across called instances up to the root. In each place the very code goes before what catches all. An
 * event subprocess never catches what comes out of itself, and none does any more once an interrupting one runs.
 * Nothing is stored for this: who catches follows from the diagram and from what lives.
 */
import type { BoundaryEvent, EventDefinition, StartEvent } from '../definition/model.ts';
import { needSlice } from './needs.ts';
import type { ScopeRow, TokenRow } from './state.ts';
import { containerOf, elementOf, type Session } from './step.ts';
import { stepAt, stepOf } from './step.ts';
import type { Trigger } from './work.ts';

export type Thrown = Extract<Trigger, { kind: 'error' | 'escalation' }>;

export type Catcher =
  | { readonly kind: 'boundary'; readonly event: BoundaryEvent; readonly token: TokenRow }
  | { readonly kind: 'eventSubProcess'; readonly event: StartEvent; readonly scope: ScopeRow };

/** Null when nobody catches it. `token` is the activity that throws; null for events, which have no boundary. */
export function catcherOf(
  session: Session,
  { scopeId, token }: { readonly scopeId: string; readonly token: TokenRow | null },
  thrown: Thrown,
): Catcher | null {
  const own = token && boundaryOf(session, token, thrown);
  return own ?? catcherAround(session, session.state.scopes.get(scopeId)!, null, thrown);
}

/** The catching event acts at once, in the same step as the throwing one. */
export function handOver(session: Session, catcher: Catcher, thrown: Thrown): void {
  const { event } = catcher;
  const step =
    catcher.kind === 'boundary'
      ? stepOf(session, catcher.token, event.id)
      : stepAt(session, catcher.scope.id, event.id);
  session.behaviourOf(event).trigger(step, thrown);
}

/** Whether what was found can still act: another catcher may have taken its activity or scope away, or begun in its place. */
export function isStillThere(session: Session, catcher: Catcher): boolean {
  const { tokens, scopes } = session.state;
  if (catcher.kind === 'boundary') return tokens.has(catcher.token.id);
  const scope = scopes.get(catcher.scope.id);
  return scope !== undefined && !isInterrupted(scope, startsIn(session, scope));
}

function catcherAround(
  session: Session,
  scope: ScopeRow,
  cameOutOf: string | null,
  thrown: Thrown,
): Catcher | null {
  const start = startOf(session, scope, cameOutOf, thrown);
  if (start) return { kind: 'eventSubProcess', event: start, scope };
  const token = waitingFor(session, scope);
  if (token) {
    const around = session.state.scopes.get(token.scopeId)!;
    return boundaryOf(session, token, thrown) ?? catcherAround(session, around, token.elementId, thrown);
  }
  if (scope.parentId === null) return null;
  return catcherAround(session, session.state.scopes.get(scope.parentId)!, null, thrown);
}

/** The token that waits for the scope to end; null for the root, and for scopes of iterations. */
function waitingFor(session: Session, scope: ScopeRow): TokenRow | null {
  const { state, supplies } = session;
  const instance = state.instances.get(scope.instanceId)!;
  const tokenId = scope.kind === 'process' ? instance.parentTokenId : scope.tokenId;
  if (tokenId === null) return null;
  if (!state.tokens.has(tokenId)) needSlice(supplies, { kind: 'token', tokenId });
  return state.tokens.get(tokenId) ?? null;
}

function startOf(
  session: Session,
  scope: ScopeRow,
  cameOutOf: string | null,
  thrown: Thrown,
): StartEvent | null {
  const starts = startsIn(session, scope);
  if (isInterrupted(scope, starts)) return null;
  return bestOf(
    starts.filter((start) => start.parentId !== cameOutOf),
    thrown,
  );
}

function startsIn(session: Session, scope: ScopeRow): readonly StartEvent[] {
  const all = containerOf(session, scope)?.eventSubProcesses ?? [];
  return all.flatMap((one) => one.container.startEvents);
}

/** An interrupting event subprocess runs in the place of the rest. */
function isInterrupted({ counts }: ScopeRow, starts: readonly StartEvent[]): boolean {
  return starts.some((start) => start.interrupting && (counts[start.parentId!] ?? 0) > 0);
}

function boundaryOf(session: Session, token: TokenRow, thrown: Thrown): Catcher | null {
  const { kind, elementId } = session.state.scopes.get(token.scopeId)!;
  // Boundary events of a repeated activity belong to all of its iterations together.
  if (kind === 'iteration' && elementId === token.elementId) return null;
  const event = bestOf(elementOf(session, token.instanceId, token.elementId).boundaries, thrown);
  return event && { kind: 'boundary', event, token };
}

function bestOf<E extends BoundaryEvent | StartEvent>(events: readonly E[], thrown: Thrown): E | null {
  const catches = (exactly: boolean) => (one: E) => fits(one.event, thrown, exactly);
  return events.find(catches(true)) ?? events.find(catches(false)) ?? null;
}

function fits(event: EventDefinition, thrown: Thrown, exactly: boolean): boolean {
  if (event.kind === 'multiple') return event.events.some((one) => fits(one, thrown, exactly));
  if (event.kind !== thrown.kind) return false;
  const { code } = event as Extract<EventDefinition, { kind: 'error' | 'escalation' }>;
  return exactly ? code !== null && code === thrown.code : code === null;
}
