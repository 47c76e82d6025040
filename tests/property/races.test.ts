/** T08 in a small box. */
import { boxed } from '../support/torture-box.ts';
import { races } from '../torture/races/workload.ts';

boxed('what happens at the same moment has one winner', races, 8_000);
