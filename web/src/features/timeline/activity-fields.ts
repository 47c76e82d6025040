/** What the composer writes into a new activity. */
import dayjs from 'dayjs';
import { productNow } from '../../ui/product-clock.ts';

export type ActivityKind = 'note' | 'call' | 'meeting' | 'task';

const SUBJECT_MAX = 120;

/** The next full hour by the product's clock, as the date picker writes it. */
export function nextFullHour(): string {
  return dayjs(productNow()).add(1, 'hour').startOf('hour').format('YYYY-MM-DD HH:mm:ss');
}

/** A note is named by its first line. */
function noteSubject(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  return line.length > SUBJECT_MAX ? `${line.slice(0, SUBJECT_MAX - 1)}…` : line;
}

export function activityFields(input: {
  readonly kind: ActivityKind;
  readonly text: string;
  readonly startsAt: string | null;
  readonly minutes: number;
}): Record<string, unknown> {
  const { kind, text, startsAt, minutes } = input;
  if (kind === 'note') return { kind, subject: noteSubject(text), body: text, status: 'done' };
  return {
    kind,
    subject: text,
    status: 'planned',
    plannedStart: startsAt,
    plannedEnd: startsAt ? dayjs(startsAt).add(minutes, 'minute').toDate().toISOString() : null,
  };
}
