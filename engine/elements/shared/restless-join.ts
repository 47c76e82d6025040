/**
 * The waiting of inclusive and complex joins (BPMN 2.0.2 §13.4.3, §13.4.5): a join may go on when no token that lives
 * elsewhere in the scope can still bring what is missing. A token that can also reach a flow which is filled already
 * does not keep the join waiting.
 */
import { bitOf, reachTo } from '../../definition/reachability.ts';
import type { Element } from '../../definition/model.ts';
import type { TokenRow } from '../../execution/state.ts';
import type { Step } from '../../execution/step.ts';
import { resolveStuck } from '../../execution/stuck-joins.ts';
import { take } from '../../execution/tokens.ts';
import type { Flow } from '../../definition/model.ts';

/** `filled` and `awaited`: bits of incoming flows. */
export function isAnythingExpected(step: Step, filled: bigint, awaited: bigint): boolean {
  if (awaited === 0n) return false;
  const { session, element, definition, scopeId } = step;
  const reach = reachTo(definition.model, element.id);
  const { counts } = session.state.scopes.get(scopeId)!;
  return Object.keys(counts).some((elementId) => {
    const reached = elementId === element.id ? 0n : (reach.get(elementId) ?? 0n);
    return (reached & awaited) !== 0n && (reached & filled) === 0n;
  });
}

export function bitsOf(join: Element, flowIds: Iterable<string | null>): bigint {
  let bits = 0n;
  for (const flowId of flowIds) bits |= bitOf(join, flowId);
  return bits;
}

/** Takes the tokens, and the one that held a failed firing, and goes on over the flows. */
export function fireJoin(step: Step, taken: readonly TokenRow[], flows: readonly Flow[]): void {
  const { session, instance, element, scopeId, token } = step;
  // A gateway with ways on that takes none (the reset of a complex gateway) is no end of the process.
  const isEnd = element.outgoing.length === 0 || flows.length > 0;
  resolveStuck(session, taken);
  const held = token?.state === 'waiting' ? [token.id] : [];
  session.unit.emit(instance.id, {
    kind: 'JoinFired',
    scopeId,
    elementId: element.id,
    tokenIds: [...taken.map((one) => one.id), ...held],
    flows: flows.map((flow) => flow.id),
    ...(isEnd ? {} : { goesOn: true }),
  });
  take(step, flows);
}
