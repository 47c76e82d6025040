/** T01 in a small box. */
import { boxed } from '../support/torture-box.ts';
import { modelRandom } from './runs/model-random.ts';

boxed('random processes end on the engine as in the reference', modelRandom, 10_000);
