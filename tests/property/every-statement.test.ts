/** T03 in a small box: some of the cases, which ones is told by the seed. */
import { boxed } from '../support/torture-box.ts';
import { everyStatement } from '../torture/statements/workload.ts';

boxed('any statement may fail, and there is one effect', everyStatement, 4_000);
