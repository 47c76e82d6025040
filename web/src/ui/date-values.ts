/** Between the wire's instants (ISO 8601, UTC) and the date pickers' local texts ("2026-05-04 10:00:00"). */
import dayjs from 'dayjs';

export const dateFormat = 'D MMM YYYY';
export const dateTimeFormat = 'D MMM YYYY, HH:mm';
const LOCAL = 'YYYY-MM-DD HH:mm:ss';

export function localFromInstant(instant: string | null | undefined): string | null {
  if (!instant) return null;
  const local = dayjs(instant);
  return local.isValid() ? local.format(LOCAL) : null;
}

export function instantFromLocal(local: string | null): string | null {
  return local ? dayjs(local).toDate().toISOString() : null;
}
