/**
 * What a multi-instance activity throws as its instances complete (BPMN 2.0.2 Table 10.29): `none` an event each time,
 * `one` an event the first time, `complex` the events whose condition holds, `all` nothing. The boundary events of the
 * activity may catch it; it carries the counters. The activity goes on to its end all the same.
 */
import type { EventDefinition, MultiInstanceLoop } from '../../definition/model.ts';
import { unlooped } from '../../definition/unlooped.ts';
import { BpmnError } from '../../errors.ts';
import { countersOf } from '../../execution/loop-counters.ts';
import { counterVariables } from '../../execution/iterations.ts';
import { catcherOf, handOver, type Thrown } from '../../execution/propagate.ts';
import type { Step } from '../../execution/step.ts';
import type { Variables } from '../../ports.ts';
import { holds } from '../shared/condition.ts';
import { thrownCodeOf } from '../shared/error-throw.ts';
import { throwMessage } from '../shared/message-throw.ts';
import { throwSignal } from '../shared/signal-throw.ts';

/** The step is in the body; afterwards the body may be gone, when what was thrown interrupted the activity. */
export function throwBehaviour(step: Step, loop: MultiInstanceLoop, variables: Variables): void {
  const { session, scopeId } = step;
  const carried = { ...counterVariables(session, scopeId), loopCounter: variables.loopCounter ?? null };
  for (const event of eventsOf(step, loop, variables)) {
    if (!session.state.scopes.has(scopeId)) return;
    throwOne(step, event, carried);
  }
}

function eventsOf(step: Step, loop: MultiInstanceLoop, variables: Variables): readonly EventDefinition[] {
  const { completed } = countersOf(step.session.state.scopes.get(step.scopeId)!);
  if (loop.behavior === 'none') return loop.noneEvent ? [loop.noneEvent] : [];
  if (loop.behavior === 'one') return loop.oneEvent && completed === 1 ? [loop.oneEvent] : [];
  return loop.complex.filter(({ condition }) => holds(step, condition, variables)).map(({ event }) => event);
}

function throwOne(step: Step, event: EventDefinition, carried: Variables): void {
  const { session, element, instance, scopeId } = step;
  // As if one iteration threw it: without the boundary events and mappings of the activity.
  const tokenId = session.environment.ids.next();
  const thrower: Step = { ...step, element: { ...unlooped(element), inputs: [] }, token: null, tokenId };
  session.locals.set(tokenId, carried);
  if (event.kind === 'signal') return throwSignal(thrower, event);
  if (event.kind === 'message') return throwMessage(thrower, event);
  if (event.kind !== 'error' && event.kind !== 'escalation') return;
  const code = thrownCodeOf(thrower, event);
  const thrown: Thrown =
    event.kind === 'error'
      ? { kind: 'error', code: code ?? '', message: '', variables: carried }
      : { kind: 'escalation', code, variables: carried };
  const catcher = catcherOf(session, { scopeId, token: null }, thrown);
  if (catcher) return handOver(session, catcher, thrown);
  if (event.kind === 'error') throw new BpmnError(code ?? '', '');
  const text = `The escalation '${code ?? ''}' is caught by nobody; the process goes on.`;
  session.unit.emit(instance.id, { kind: 'Noted', elementId: element.id, text, facts: { code } });
}
