/** How the states of the map look in words and badges outside of it. */
import type { LiveMap } from '#contract';
import type { StatusTone } from '../../theme/tokens.ts';

export type LiveElementState = LiveMap['elements'][number]['state'];

export const STATE_TONES: Readonly<Record<LiveElementState, StatusTone>> = {
  done: 'done',
  running: 'running',
  waiting: 'waiting',
  failed: 'failed',
  cancelled: 'skipped',
};
