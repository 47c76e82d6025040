/**
 * What a BPMN element does. Behaviours are synchronous and pure: they act only through the verbs of execution/
 * and ask for what they do not know (execution/needs.ts). One object serves all tokens of all instances.
 *
 *   enter      a token arrives. It must `wait`, `park`, or ask to be completed. Effects of the host run here.
 *   trigger    what the waiting token waits for happened. It must wait on, or ask to be completed.
 *   complete   the element is done: map the outputs, choose the flows, `leave`. A failure here leaves what the
 *              person or the service did untouched and becomes an incident.
 *   terminate  the token is being taken away; only what the element itself made must be undone. The wakers,
 *              child scopes and the token go without its help.
 */
import type { Element } from '../definition/model.ts';
import type { Step } from '../execution/step.ts';
import type { Completion, Trigger } from '../execution/work.ts';

export interface Behaviour<E extends Element> {
  enter(step: Step<E>): void;
  trigger(step: Step<E>, trigger: Trigger): void;
  complete(step: Step<E>, completion: Completion): void;
  terminate(step: Step<E>): void;
}
