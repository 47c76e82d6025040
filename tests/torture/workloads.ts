/** Every workload of `npm run torture`, by its name in the reliability plan. A new one is one line more. */
import { clocks } from './clocks/workload.ts';
import { duplicates } from './duplicates/workload.ts';
import { kills } from './kills/workload.ts';
import { mutants } from './mutants/workload.ts';
import { races } from './races/workload.ts';
import { rights } from './rights/workload.ts';
import { crashes } from '../property/runs/crashes.ts';
import { modelRandom } from '../property/runs/model-random.ts';
import { orJoin } from '../property/or-join/workload.ts';
import { everyStatement } from './statements/workload.ts';
import type { Workload } from './workload.ts';

export const WORKLOADS: Readonly<Record<string, Workload>> = {
  T01: modelRandom,
  'or-join': orJoin,
  T02: crashes,
  T03: everyStatement,
  T04: kills,
  T07: duplicates,
  T08: races,
  T09: clocks,
  T23: mutants,
  rights,
};
