/** What an ad-hoc subprocess remembers while it is open, with its scope (BPMN 2.0.2 §10.3.5.3). */
import type { Json } from '../ports.ts';
import { needSlice } from './needs.ts';
import type { ScopeRow } from './state.ts';
import { containerOf, type Session, type Step } from './step.ts';

export interface AdHocState {
  readonly [key: string]: Json;
  /** Still to begin, one after the other. */
  readonly queue: readonly string[];
  /** Elements that completed, each once. */
  readonly done: readonly string[];
  readonly results: readonly Json[];
  /** Nothing begins in it any more; it ends with what runs. */
  readonly isClosing: boolean;
  readonly isOver: boolean;
}

const STATE = '#adHoc';

export function adHocStateOf(session: Session, scopeId: string): AdHocState {
  return session.state.scopes.get(scopeId)!.memo[STATE] as AdHocState;
}

export function rememberAdHoc(session: Session, scopeId: string, value: AdHocState): void {
  const { instanceId } = session.state.scopes.get(scopeId)!;
  session.unit.emit(instanceId, { kind: 'ElementMemoSet', scopeId, elementId: STATE, value });
}

/** Open although nothing lives in it. */
export function isOpenAdHoc(session: Session, scope: ScopeRow): boolean {
  if (!containerOf(session, scope)?.isAdHoc) return false;
  return (scope.memo[STATE] as AdHocState | undefined)?.isOver === false;
}

/** The ad-hoc subprocess around the element looks whether it ends now. */
export function tellAdHoc({ session, scopeId, element }: Step): void {
  const scope = session.state.scopes.get(scopeId)!;
  if (scope.kind !== 'subProcess' || scope.tokenId === null) return;
  const { tokenId } = scope;
  if (!session.state.tokens.has(tokenId)) needSlice(session.supplies, { kind: 'token', tokenId });
  const host = session.state.tokens.get(tokenId)!;
  session.agenda.push({
    kind: 'trigger',
    ...{ scopeId: host.scopeId, elementId: host.elementId, tokenId },
    trigger: { kind: 'completedInside', elementId: element.id },
  });
}
