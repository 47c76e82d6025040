/** T09 in a small box. */
import { boxed } from '../support/torture-box.ts';
import { clocks } from '../torture/clocks/workload.ts';

boxed('timers keep to the clocks of their zone', clocks, 4_000);
