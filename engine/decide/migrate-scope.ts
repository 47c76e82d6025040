/**
 * What is armed in a scope itself when its instance moves to another version: event subprocesses that both versions
 * have, with the same trigger, stay as they are (one that has fired has fired); those that are dropped or wait for
 * something else are disarmed, the new ones armed. Once an interrupting one runs, nothing is armed any more.
 */
import type { Container, Definition, SubProcess } from '../definition/model.ts';
import { armEventSubProcess } from '../execution/scopes.ts';
import type { JobRow, ScopeRow, SubscriptionRow } from '../execution/state.ts';
import type { Session } from '../execution/step.ts';
import { isSameEvent } from './event-signature.ts';

/** The scope's wakers must be at hand (`subtree`). */
export function migrateScope(session: Session, scope: ScopeRow, from: Definition, to: Definition): void {
  const before = eventSubProcessesOf(scope, from);
  const after = eventSubProcessesOf(scope, to);
  if (before.length + after.length === 0) return;
  const kept = after.filter((one) => before.some((old) => old.id === one.id && isKept(old, one)));
  closeAllBut(session, scope, kept);
  const runs = after.some((one) => isInterrupting(one) && (scope.counts[one.id] ?? 0) > 0);
  if (runs) return;
  for (const added of after.filter((one) => !kept.includes(one)))
    armEventSubProcess(session, scope.id, added.id);
}

function eventSubProcessesOf({ kind, elementId }: ScopeRow, { model }: Definition): readonly SubProcess[] {
  if (kind !== 'process' && kind !== 'subProcess') return [];
  const container: Container | null | undefined =
    elementId === null ? model.root : model.elements.get(elementId)?.container;
  return container?.eventSubProcesses ?? [];
}

function isKept({ container: { startEvents: old } }: SubProcess, now: SubProcess): boolean {
  const [before] = old;
  const [after] = now.container.startEvents;
  if (!before || !after || before.id !== after.id) return false;
  return before.interrupting === after.interrupting && isSameEvent(before.event, after.event);
}

function isInterrupting({ container }: SubProcess): boolean {
  return container.startEvents.some((start) => start.interrupting);
}

function closeAllBut({ state, unit }: Session, scope: ScopeRow, kept: readonly SubProcess[]): void {
  const keptIds = kept.flatMap(({ container }) => container.startEvents.map((start) => start.id));
  const isDropped = (row: JobRow | SubscriptionRow): boolean =>
    row.scopeId === scope.id && row.tokenId === null && !keptIds.includes(row.elementId ?? '');
  for (const job of [...state.jobs.values()].filter(isDropped)) {
    unit.emit(scope.instanceId, { kind: 'JobCancelled', jobId: job.id });
  }
  for (const row of [...state.subscriptions.values()].filter(isDropped)) {
    if (row.kind === 'compensation') continue;
    unit.emit(scope.instanceId, { kind: 'SubscriptionClosed', subscriptionId: row.id });
  }
}
