/**
 * Messages between the pools of a file (BPMN 2.0.2 §9.3, §8.3.2). One is delivered when the sender's step is over, before
 * the sender goes on: to whoever waits for it longest under the same key, else to the process that it starts. If there is
 * neither, it is lost.
 */
import { inputOf, NUMBER, payloadOf, variableName, messageOf, messageOfFlow } from '../grammar/names.ts';
import { VARIABLE_COUNT, type MessageFlow } from '../grammar/tree.ts';
import { plus } from './data.ts';
import { EndlessFile, type Run } from './run.ts';
import type { Arm, Continue, Delivery, Scope, Value, Values } from './state.ts';

/** `given`: what the sender's data input holds. */
export function send(run: Run, scope: Scope, elementId: string, then: Continue, given: Values = {}): void {
  const flow = run.partners?.flows.find(({ sourceId }) => sourceId === elementId);
  const place = run.stand(scope, elementId, 'event');
  const payload = flow ? { ...payloadFor(run, scope, flow), ...given } : {};
  run.thrown.push({ flow: flow ?? null, key: keyAt(run, scope, true), payload, place, then });
}

/** Many times more than any file asks for that comes to an end. */
const DELIVERIES_MAX = 150;

export const givenAs = (elementId: string, value: Value): Values => ({ [inputOf(elementId)]: value });

function payloadFor(run: Run, scope: Scope, { id, starts }: MessageFlow): Values {
  const all = Array.from({ length: VARIABLE_COUNT }, (_, index) => variableName(index));
  const taken = [...(starts === null ? [] : all), ...(isFoundByNumber(run) ? [NUMBER] : [])];
  const values = Object.fromEntries(taken.map((name) => [name, run.read(scope, name)]));
  return { ...values, [payloadOf(id)]: plus(run.read(scope, 'v1'), 1) };
}

/** What is waited for at the element, and under which key. */
export function awaitedAt(
  run: Run,
  scope: Scope,
  elementId: string,
): { readonly name: string; readonly key: string | null } {
  const flow = run.partners?.flows.find(({ targetId }) => targetId === elementId);
  const name = flow ? messageOfFlow(flow.id) : messageOf(elementId);
  return { name, key: keyAt(run, scope, flow !== undefined) };
}

/** Between partners the agreed value, else the business key, else the one who wrote first. */
function keyAt(run: Run, scope: Scope, isBetweenPartners: boolean): string | null {
  const { businessKey, mark } = scope.instance;
  if (isBetweenPartners && isFoundByNumber(run)) return String(run.read(scope, NUMBER));
  return businessKey ?? (isBetweenPartners ? mark : null);
}

function isFoundByNumber({ partners }: Run): boolean {
  return partners?.correlation === 'properties' || partners?.correlation === 'expression';
}

/**
 * The message arrives, then its sender goes on. `begin` starts a process.
 * @throws EndlessFile when there have been too many.
 */
export function deliver(
  run: Run,
  { flow, key, payload, place, then }: Delivery,
  begin: (processKey: string, payload: Values, key: string | null) => void,
  arms: () => readonly Arm[],
  settle: Continue,
): void {
  const isWaiting = (): boolean => place.scope.isAlive && place.scope.places.has(place);
  // Whoever was taken away meanwhile sends nothing.
  if (!isWaiting()) return;
  if (flow) {
    const name = messageOfFlow(flow.id);
    const arm = arms().find((one) => one.kind === 'message' && one.name === name && one.key === key);
    if (arm) arm.fire(payload);
    else if (flow.starts !== null) begin(flow.starts, payload, key);
    if (run.delivered.heard + run.delivered.lost >= DELIVERIES_MAX) throw new EndlessFile();
    run.delivered[arm || flow.starts !== null ? 'heard' : 'lost'] += 1;
    settle();
  }
  if (isWaiting()) run.leave(place, {}, then);
  settle();
}
