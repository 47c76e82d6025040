/** Every reference operation. */
import type { Operation } from './operation.ts';
import { EVENTS } from './operations/events.ts';
import { JOBS_AND_INTERVENTIONS } from './operations/jobs-and-interventions.ts';
import { PRODUCT } from './operations/product.ts';
import { STARTS_AND_TASKS } from './operations/start-and-tasks.ts';

export const OPERATIONS: readonly Operation[] = [
  ...STARTS_AND_TASKS,
  ...EVENTS,
  ...JOBS_AND_INTERVENTIONS,
  ...PRODUCT,
];
