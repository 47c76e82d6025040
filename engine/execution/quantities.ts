/**
 * Token quantities of activities (BPMN 2.0.2 Table 10.3): an activity with a start quantity begins when so many tokens
 * have arrived, over whatever flows; those before the last wait parked at it.
 */
import type { Flow } from '../definition/model.ts';
import { needSlice } from './needs.ts';
import type { TokenRow } from './state.ts';
import type { Step } from './step.ts';
import { rowsWith } from './tables.ts';

/** Takes the parked ones when the arriving token completes their number; false when it must wait with them. */
export function takesPartners(step: Step): boolean {
  const { session, instance, element, scopeId } = step;
  const wanted = element.startQuantity - 1;
  if (wanted === 0) return true;
  const parked = parkedAt(step);
  if (parked.length < wanted) return false;
  session.unit.emit(instance.id, {
    kind: 'JoinFired',
    scopeId,
    elementId: element.id,
    tokenIds: parked.slice(0, wanted).map((token) => token.id),
    flows: [],
    goesOn: true,
  });
  return true;
}

function parkedAt({ session, scopeId, element }: Step): readonly TokenRow[] {
  const here = rowsWith(session.state, 'tokens', 'scopeId', scopeId).filter(
    (token) => token.elementId === element.id,
  );
  if (here.length < (session.state.scopes.get(scopeId)!.counts[element.id] ?? 0)) {
    needSlice(session.supplies, { kind: 'tokensAt', scopeId, elementId: element.id });
  }
  return here.filter((token) => token.state === 'parked').sort((a, b) => a.generation - b.generation);
}

/** Each flow as often as the completion quantity says. */
export function multiplied(flows: readonly Flow[], quantity: number): readonly Flow[] {
  return quantity === 1 ? flows : flows.flatMap((flow) => Array.from({ length: quantity }, () => flow));
}
