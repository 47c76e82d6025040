/**
 * Complex gateway (BPMN 2.0.2 §10.6.5, §13.4.5). Waiting for start: something has arrived, and when the activation
 * condition becomes true one token of each filled flow is taken and the flows whose condition holds go on, else the
 * default flow. Waiting for reset: it takes what still arrives over the other flows until nothing more is expected there,
 * by the rule of the inclusive join; then the conditions decide once more, and it may well send nothing.
 *
 * Conditions see `activationCount` (tokens that have arrived), `waitingForStart`, and each incoming flow's tokens under
 * the flow's id. A flow without a condition goes on at the start only.
 */
import type { ComplexGateway, Flow } from '../../definition/model.ts';
import { EngineFailure } from '../../errors.ts';
import type { TokenRow } from '../../execution/state.ts';
import type { Step } from '../../execution/step.ts';
import { leave, park } from '../../execution/tokens.ts';
import type { Json, Variables } from '../../ports.ts';
import type { Behaviour } from '../behaviour.ts';
import { nothingToUndo, passThrough } from '../shared/defaults.ts';
import { flowsOfActivity, isTrue, noFlow } from '../shared/flows.ts';
import { holds } from '../shared/condition.ts';
import { arrivalsAt, firstOfEachFlow } from '../shared/parked.ts';
import { bitsOf, fireJoin, isAnythingExpected } from '../shared/restless-join.ts';

type ComplexStep = Step<ComplexGateway>;

export const complexGateway: Behaviour<ComplexGateway> = {
  isJoin: true,
  enter(step) {
    if (step.element.incoming.length <= 1 && !step.element.activation) passThrough(step);
    else park(step);
  },
  mayFire(step) {
    const { parked, isHeld } = arrivalsAt(step);
    if (isHeld) return false;
    const consumed = consumedIn(step);
    return consumed ? mayReset(step, parked, consumed) : parked.length > 0 && mayStart(step, parked);
  },
  trigger(step) {
    const { parked } = arrivalsAt(step);
    const consumed = consumedIn(step);
    if (consumed) reset(step, parked, consumed);
    else start(step, parked);
  },
  complete(step) {
    leave(step, flowsOfActivity(step));
  },
  terminate: nothingToUndo,
};

/** The flows whose tokens were taken at the start; null while it waits for the start. */
function consumedIn({ session, scopeId, element }: ComplexStep): readonly string[] | null {
  return (session.state.scopes.get(scopeId)!.memo[element.id] as readonly string[] | undefined) ?? null;
}

function remember({ session, instance, scopeId, element }: ComplexStep, value: Json): void {
  session.unit.emit(instance.id, { kind: 'ElementMemoSet', scopeId, elementId: element.id, value });
}

/** What fails here fails again in the trigger, which makes it an incident. */
function mayStart(step: ComplexStep, parked: readonly TokenRow[]): boolean {
  try {
    return isActivated(step, parked);
  } catch (failure) {
    if (failure instanceof EngineFailure) return true;
    throw failure;
  }
}

function isActivated(step: ComplexStep, parked: readonly TokenRow[]): boolean {
  const { activation } = step.element;
  return activation === null || holds(step, activation, stateOf(step, parked, true));
}

function start(step: ComplexStep, parked: readonly TokenRow[]): void {
  if (!isActivated(step, parked)) return release(step);
  const state = stateOf(step, parked, true);
  const flows = chosen(step, state, true);
  if (flows.length === 0 && step.element.outgoing.length > 0) throw noFlow(step);
  const taken = firstOfEachFlow(parked);
  remember(
    step,
    taken.map((token) => token.flowId),
  );
  fireJoin(step, taken, flows);
}

function mayReset(
  { element, ...step }: ComplexStep,
  parked: readonly TokenRow[],
  consumed: readonly string[],
): boolean {
  const filled = bitsOf(element, [...consumed, ...parked.map((token) => token.flowId)]);
  const all = bitsOf(
    element,
    element.incoming.map((flow) => flow.id),
  );
  return !isAnythingExpected({ ...step, element }, filled, all & ~filled);
}

function reset(step: ComplexStep, parked: readonly TokenRow[], consumed: readonly string[]): void {
  const flows = chosen(step, stateOf(step, parked, false), false);
  const late = firstOfEachFlow(parked.filter((token) => !consumed.includes(token.flowId ?? '')));
  remember(step, null);
  if (late.length + flows.length > 0 || step.token) fireJoin(step, late, flows);
}

/** Conditions that hold, else the default flow. */
function chosen(step: ComplexStep, state: Variables, isStart: boolean): readonly Flow[] {
  const { outgoing } = step.element;
  const candidates = outgoing.filter((flow) => !flow.isDefault && (isStart || flow.condition));
  const taken = candidates.filter((flow) => isTrue(step, flow, state));
  return taken.length > 0 ? taken : outgoing.filter((flow) => flow.isDefault);
}

function stateOf({ element }: ComplexStep, parked: readonly TokenRow[], waitingForStart: boolean): Variables {
  const state: Variables = { activationCount: parked.length, waitingForStart };
  for (const { id } of element.incoming) state[id] = parked.filter((token) => token.flowId === id).length;
  return state;
}

/** The condition that failed before is no longer true. */
function release({ session, token, instance }: ComplexStep): void {
  if (!token) return;
  const { id: tokenId, elementId, scopeId } = token;
  session.unit.emit(instance.id, { kind: 'ElementTerminated', tokenId, elementId, scopeId });
}
