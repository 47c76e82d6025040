/**
 * End event (BPMN 2.0.2 §10.5.3): none consumes its token; terminate ends its own scope only, so a called
 * instance or subprocess goes on behind it; message sends and then ends; error
 * and escalation look outwards for who catches them.
 */
import type {
  EndEvent,
  ErrorDefinition,
  EscalationDefinition,
  MultipleDefinition,
} from '../../definition/model.ts';
import type { Step } from '../../execution/step.ts';
import { emptyScope, leave } from '../../execution/tokens.ts';
import { knowSubtree } from '../../execution/wakers.ts';
import type { Behaviour } from '../behaviour.ts';
import { nothingToUndo, passThrough } from '../shared/defaults.ts';
import { cancelTransaction, throwCompensation } from '../shared/compensation-throw.ts';
import { throwOutwards } from '../shared/error-throw.ts';
import { throwMessage } from '../shared/message-throw.ts';
import { throwSignal } from '../shared/signal-throw.ts';
import { isAllThrown, throwAll, throwTheRest } from '../shared/throw-all.ts';

type EndKind = EndEvent['event']['kind'];

const ENTER: {
  readonly [K in EndKind]: (step: Step<EndEvent>, event: Extract<EndEvent['event'], { kind: K }>) => void;
} = {
  none: passThrough,
  terminate: (step) => terminateScope(step),
  message: throwMessage,
  signal(step, event) {
    throwSignal(step, event);
    leave(step, []);
  },
  error: throwOne,
  escalation: throwOne,
  compensation: throwCompensation,
  cancel: cancelTransaction,
  multiple(step, event) {
    throwAll(step, event, () => endWith(step, event));
  },
};

export const endEvent: Behaviour<EndEvent> = {
  enter(step) {
    const { event } = step.element;
    (ENTER[event.kind] as (step: Step<EndEvent>, event: EndEvent['event']) => void)(step, event);
  },
  trigger(step) {
    const { event } = step.element;
    if (event.kind !== 'multiple') passThrough(step);
    else if (isAllThrown(step)) endWith(step, event);
  },
  complete(step) {
    leave(step, []);
  },
  terminate: nothingToUndo,
};

function throwOne(step: Step, event: ErrorDefinition | EscalationDefinition): void {
  if (!throwOutwards(step, [event])) leave(step, []);
}

/** Of several results the one that ends more than the token comes last. */
function endWith(step: Step<EndEvent>, event: MultipleDefinition): void {
  const isEnded = throwTheRest(step, event);
  if (event.events.some(({ kind }) => kind === 'terminate')) terminateScope(step, isEnded);
  else if (!isEnded) passThrough(step);
}

/** A token that waited for its messages has come to its end before the others are taken away. */
function terminateScope(step: Step<EndEvent>, isEnded = false): void {
  const { session, scopeId, token } = step;
  if (!session.state.scopes.has(scopeId)) return;
  const hasLeft = isEnded || token !== null;
  if (token && !isEnded) leave(step, []);
  if (session.state.scopes.get(scopeId)!.live > 0) knowSubtree(session, scopeId);
  emptyScope(session, scopeId);
  session.endStatus.set(scopeId, 'terminated');
  if (!hasLeft) leave(step, []);
}
