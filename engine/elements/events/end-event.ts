/**
 * End event (BPMN 2.0.2 §10.5.3): none consumes its token; terminate ends its own scope only, so a called
 * instance or subprocess goes on behind it; message sends and then ends; error
 * and escalation look outwards for who catches them.
 */
import type { EndEvent } from '../../definition/model.ts';
import type { Step } from '../../execution/step.ts';
import { emptyScope, leave } from '../../execution/tokens.ts';
import { knowSubtree } from '../../execution/wakers.ts';
import type { Behaviour } from '../behaviour.ts';
import { notExecutedYet, nothingToUndo, passThrough } from '../shared/defaults.ts';
import { throwError, throwEscalation } from '../shared/error-throw.ts';
import { throwMessage } from '../shared/message-throw.ts';

type EndKind = EndEvent['event']['kind'];

const ENTER: {
  readonly [K in EndKind]: (step: Step<EndEvent>, event: Extract<EndEvent['event'], { kind: K }>) => void;
} = {
  none: passThrough,
  terminate: terminateScope,
  message: throwMessage,
  signal: notExecutedYet,
  error: throwError,
  escalation(step, event) {
    if (!throwEscalation(step, event)) leave(step, []);
  },
  compensation: notExecutedYet,
  cancel: notExecutedYet,
  multiple: notExecutedYet,
};

export const endEvent: Behaviour<EndEvent> = {
  enter(step) {
    const { event } = step.element;
    (ENTER[event.kind] as (step: Step<EndEvent>, event: EndEvent['event']) => void)(step, event);
  },
  trigger: passThrough,
  complete(step) {
    leave(step, []);
  },
  terminate: nothingToUndo,
};

function terminateScope(step: Step<EndEvent>): void {
  const { session, scopeId } = step;
  if (session.state.scopes.get(scopeId)!.live > 0) knowSubtree(session, scopeId);
  emptyScope(session, scopeId);
  session.endStatus.set(scopeId, 'terminated');
  leave(step, []);
}
