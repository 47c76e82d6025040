/** T07 in a small box. */
import { boxed } from '../support/torture-box.ts';
import { duplicates } from '../torture/duplicates/workload.ts';

boxed('what comes several times has one effect', duplicates, 6_000);
