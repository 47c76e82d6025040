/**
 * A scope at rest in which tokens wait for others at joins, nothing else lives and no event subprocess is armed: nothing
 * can ever come any more, so each of the joins becomes an incident instead of waiting in silence. A retry looks again
 * (after a migration, say); leaving it out lets the join go on with what has arrived.
 */
import type { Element } from '../definition/model.ts';
import { isOpenAdHoc } from './ad-hoc.ts';
import { needSlice } from './needs.ts';
import type { JobRow, ScopeRow, SubscriptionRow, TokenRow } from './state.ts';
import { containerOf, elementIn, type Session } from './step.ts';
import { rowsWith } from './tables.ts';
import { knowScopeWakers } from './wakers.ts';

export const JOIN_STUCK = 'ENG_JOIN_STUCK';

export function raiseStuckJoins(session: Session, scope: ScopeRow): void {
  const elements = Object.keys(scope.counts).map((id) => elementIn(session, scope.id, id));
  if (!elements.every((element) => waitsForOthers(session, element))) return;
  if (scope.kind === 'body' || isAnythingArmed(session, scope) || isOpenAdHoc(session, scope)) return;
  const tokens = elements.flatMap((element) => tokensAt(session, scope, element));
  const isHeld = ({ id }: TokenRow): boolean =>
    [...session.state.incidents.values()].some((incident) => incident.tokenId === id);
  if (tokens.some((token) => token.state !== 'parked' || isHeld(token))) return;
  for (const element of elements)
    raise(
      session,
      element,
      tokens.find((one) => one.elementId === element.id)!,
    );
}

/** An incident that says that the join is stuck ends when the token is taken. */
export function resolveStuck({ state, unit }: Session, tokens: readonly TokenRow[]): void {
  for (const incident of [...state.incidents.values()]) {
    if (incident.code !== JOIN_STUCK || !tokens.some(({ id }) => id === incident.tokenId)) continue;
    unit.emit(incident.instanceId, { kind: 'IncidentResolved', incidentId: incident.id });
  }
}

function waitsForOthers(session: Session, element: Element): boolean {
  return element.startQuantity > 1 || session.behaviourOf(element).isJoin === true;
}

function isAnythingArmed(session: Session, scope: ScopeRow): boolean {
  if ((containerOf(session, scope)?.eventSubProcesses.length ?? 0) === 0) return false;
  knowScopeWakers(session, scope.id);
  const { state } = session;
  const isOfScope = (row: JobRow | SubscriptionRow): boolean => row.tokenId === null;
  return (
    rowsWith(state, 'jobs', 'scopeId', scope.id).some(isOfScope) ||
    rowsWith(state, 'subscriptions', 'scopeId', scope.id).some(
      (row) => isOfScope(row) && row.kind !== 'compensation',
    )
  );
}

function tokensAt({ state, supplies }: Session, scope: ScopeRow, { id }: Element): readonly TokenRow[] {
  const here = rowsWith(state, 'tokens', 'scopeId', scope.id).filter((token) => token.elementId === id);
  if (here.length < (scope.counts[id] ?? 0))
    needSlice(supplies, { kind: 'tokensAt', scopeId: scope.id, elementId: id });
  return here.sort((a, b) => a.generation - b.generation);
}

function raise({ unit, environment }: Session, element: Element, token: TokenRow): void {
  const { rootId, instanceId, id: tokenId } = token;
  const what = element.name ? `'${element.name}' (${element.id})` : `'${element.id}'`;
  unit.emit(instanceId, {
    kind: 'IncidentRaised',
    incident: {
      id: environment.ids.next(),
      ...{ rootId, instanceId, tokenId, jobId: null, elementId: element.id },
      code: JOIN_STUCK,
      message: `The join ${what} waits for a path that can no longer arrive.`,
      createdAt: environment.now,
      resume: null,
    },
  });
}
