import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconClockHour4,
  IconInfoSquareRoundedFilled,
  IconPlayerPlayFilled,
  IconPlayerTrackNextFilled,
  IconSquareRoundedXFilled,
  type Icon,
} from '@tabler/icons-react';
import type { StatusTone } from '../theme/tokens.ts';

/** One shape for each status, so that colour is never alone. */
const SHAPES: Readonly<Record<StatusTone, Icon>> = {
  done: IconCircleCheckFilled,
  running: IconPlayerPlayFilled,
  waiting: IconClockHour4,
  late: IconAlertTriangleFilled,
  failed: IconSquareRoundedXFilled,
  skipped: IconPlayerTrackNextFilled,
  info: IconInfoSquareRoundedFilled,
  neutral: IconCircleDashed,
};

interface StatusIconProps {
  readonly tone: StatusTone;
  readonly size?: number;
}

export function StatusIcon({ tone, size = 14 }: StatusIconProps) {
  const Shape = SHAPES[tone];
  // Some filled shapes paint with the current colour, others with the colour that is handed over: both are set.
  const color = `var(--tl-${tone})`;
  return <Shape size={size} color={color} aria-hidden style={{ flex: 'none', color }} />;
}
