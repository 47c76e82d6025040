/** The oracle of the inclusive join in a small box. */
import { boxed } from '../support/torture-box.ts';
import { orJoin } from './or-join/workload.ts';

boxed('inclusive joins fire when the standard says', orJoin, 5_000);
