/** What has arrived at a join and waits there, oldest first. */
import { needSlice } from '../../execution/needs.ts';
import type { TokenRow } from '../../execution/state.ts';
import type { Step } from '../../execution/step.ts';
import { rowsWith } from '../../execution/tables.ts';

export interface Arrivals {
  readonly parked: readonly TokenRow[];
  /** A token that an incident or a job holds at the join: on its way in, or of a firing that failed. */
  readonly isHeld: boolean;
}

/** Reads the tokens when the scope counts more of them than are at hand. */
export function arrivalsAt({ session, scopeId, element }: Step): Arrivals {
  const elementId = element.id;
  const here = rowsWith(session.state, 'tokens', 'scopeId', scopeId).filter(
    (token) => token.elementId === elementId,
  );
  if (here.length < countAt(session.state.scopes.get(scopeId)!.counts, elementId)) {
    needSlice(session.supplies, { kind: 'tokensAt', scopeId, elementId });
  }
  const parked = here.filter((token) => token.state === 'parked').sort((a, b) => a.generation - b.generation);
  return { parked, isHeld: parked.length < here.length };
}

/** The oldest of each flow. */
export function firstOfEachFlow(parked: readonly TokenRow[]): readonly TokenRow[] {
  const flows = new Set<string | null>();
  return parked.filter(({ flowId }) => !flows.has(flowId) && flows.add(flowId));
}

export function countAt(counts: Readonly<Record<string, number>>, elementId: string): number {
  return counts[elementId] ?? 0;
}
