/** T02 in a small box. */
import { boxed } from '../support/torture-box.ts';
import { crashes } from './runs/crashes.ts';

boxed('a process that dies leaves the state of before or of after', crashes, 8_000);
