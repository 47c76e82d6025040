/** Every workload of `npm run torture`, by its name in the reliability plan. A new one is one line more. */
import { kills } from './kills/workload.ts';
import { rights } from './rights/workload.ts';
import { modelRandom } from '../property/runs/model-random.ts';
import { everyStatement } from './statements/workload.ts';
import type { Workload } from './workload.ts';

export const WORKLOADS: Readonly<Record<string, Workload>> = {
  T01: modelRandom,
  T03: everyStatement,
  T04: kills,
  rights,
};
