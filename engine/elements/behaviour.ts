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
 *   mayFire    only of joins that go on by what happens elsewhere in their scope: asked whenever the scope comes to rest;
 *              a yes is followed by a trigger `settled`. It reads at the most, and must not fail.
 *   isJoin     tokens wait parked at it for others; a trigger `settled` lets it go on with what has arrived.
 *   reconsider only where tokens are parked: the diagram around them has changed (migration), so look again.
 */
import type { Element } from '../definition/model.ts';
import type { Acts } from '../execution/step.ts';

export type Behaviour<E extends Element> = Acts<E>;
