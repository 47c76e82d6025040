/** Gateways (BPMN 2.0.2 §10.6). */
import { referenceOf, textOf } from '#moddle';
import type {
  ComplexGateway,
  EventBasedGateway,
  ExclusiveGateway,
  InclusiveGateway,
  ParallelGateway,
} from '../model.ts';
import type { Transform } from './context.ts';
import { grown } from './grown.ts';

export const exclusiveGateway: Transform<ExclusiveGateway> = (_element, base) =>
  grown(base, { type: 'exclusiveGateway' });

export const parallelGateway: Transform<ParallelGateway> = (_element, base) =>
  grown(base, { type: 'parallelGateway' });

export const inclusiveGateway: Transform<InclusiveGateway> = (_element, base) =>
  grown(base, { type: 'inclusiveGateway' });

/** What may stand behind it is checked by the rule `event-gateway-target`. */
export const eventBasedGateway: Transform<EventBasedGateway> = (_element, base) =>
  grown(base, { type: 'eventBasedGateway', alternatives: base.outgoing.map((flow) => flow.targetId) });

export const complexGateway: Transform<ComplexGateway> = (element, base, context) => {
  const activation = textOf(referenceOf(element, 'activationCondition'), 'body');
  return grown(base, {
    type: 'complexGateway',
    activation: activation ? context.expression(activation) : null,
  });
};
