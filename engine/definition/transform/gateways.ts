/** Exclusive and parallel gateways (BPMN 2.0.2 §10.6). */
import type { ExclusiveGateway, ParallelGateway } from '../model.ts';
import type { Transform } from './context.ts';

export const exclusiveGateway: Transform<ExclusiveGateway> = (_element, base) => ({
  ...base,
  type: 'exclusiveGateway',
});

export const parallelGateway: Transform<ParallelGateway> = (_element, base) => ({
  ...base,
  type: 'parallelGateway',
});
