/** Every kind of element and its behaviour. Total by type: a kind without a behaviour does not compile. */
import type { Element, ElementOf, ElementType } from '../definition/model.ts';
import type { Behaviour } from './behaviour.ts';
import { adHocSubProcess } from './containers/ad-hoc-sub-process.ts';
import { callActivity } from './containers/call-activity.ts';
import { subProcess } from './containers/sub-process.ts';
import { boundaryEvent } from './events/boundary-event.ts';
import { endEvent } from './events/end-event.ts';
import { intermediateCatchEvent } from './events/intermediate-catch-event.ts';
import { intermediateThrowEvent } from './events/intermediate-throw-event.ts';
import { startEvent } from './events/start-event.ts';
import { complexGateway } from './gateways/complex-gateway.ts';
import { eventBasedGateway } from './gateways/event-based-gateway.ts';
import { exclusiveGateway } from './gateways/exclusive-gateway.ts';
import { inclusiveGateway } from './gateways/inclusive-gateway.ts';
import { parallelGateway } from './gateways/parallel-gateway.ts';
import { repeatedActivity } from './loops/repeated-activity.ts';
import { businessRuleTask } from './tasks/business-rule-task.ts';
import { passThroughTask } from './tasks/pass-through-task.ts';
import { receiveTask } from './tasks/receive-task.ts';
import { scriptTask } from './tasks/script-task.ts';
import { sendTask } from './tasks/send-task.ts';
import { serviceTask } from './tasks/service-task.ts';
import { userTask } from './tasks/user-task.ts';

export const BEHAVIOURS: { readonly [T in ElementType]: Behaviour<ElementOf<T>> } = {
  startEvent,
  endEvent,
  intermediateThrowEvent,
  intermediateCatchEvent,
  boundaryEvent,
  passThroughTask,
  userTask,
  serviceTask,
  scriptTask,
  businessRuleTask,
  sendTask,
  receiveTask,
  exclusiveGateway,
  parallelGateway,
  inclusiveGateway,
  complexGateway,
  eventBasedGateway,
  subProcess,
  adHocSubProcess,
  callActivity,
};

export function behaviourOf(element: Element): Behaviour<Element> {
  if (element.loop) return repeatedActivity;
  return BEHAVIOURS[element.type] as Behaviour<Element>;
}
