/** The weekly meeting of sales: people's own entries between those that processes made. */
import { Temporal } from 'temporal-polyfill';
import type { Core } from '../core.ts';
import type { Agenda } from './agenda.ts';
import type { Cast } from './cast.ts';

const ZONE = 'Europe/Moscow';
const WEDNESDAY = 3;
const HOUR_MS = 3_600_000;
const TAKE_PART = ['Anna Petrova', 'Mark Fischer', 'Julia Novak'];

/** Of the last, this and the next week, each planned five days ahead and done when it is over. */
export function meetEveryWeek(
  agenda: Agenda,
  { core, cast, now }: { readonly core: Core; readonly cast: Cast; readonly now: Date },
): void {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(ZONE);
  for (const weeks of [-1, 0, 1]) {
    const day = today.add({ days: weeks * 7 + WEDNESDAY - today.dayOfWeek });
    const start = new Date(day.withPlainTime('11:00').epochMilliseconds);
    const end = new Date(start.getTime() + HOUR_MS);
    const planned = Math.min(start.getTime() - 5 * 24 * HOUR_MS, now.getTime() - HOUR_MS);
    const meeting = { id: '' };
    agenda.add(new Date(planned), async () => {
      meeting.id = await plan(core, cast, { start, end });
    });
    agenda.add(end, () => hold(core, cast, meeting.id));
  }
}

async function plan(
  { crm }: Core,
  cast: Cast,
  { start, end }: { readonly start: Date; readonly end: Date },
): Promise<string> {
  const planned = await crm.activities.plan(
    { user: cast.person('Dmitry Sokolov') },
    {
      kind: 'meeting',
      subject: 'Sales: customers of the week',
      plannedStart: start,
      plannedEnd: end,
      participants: TAKE_PART.map((name) => ({ userId: cast.person(name).id })),
    },
  );
  return planned.id;
}

async function hold({ crm }: Core, cast: Cast, id: string): Promise<void> {
  const user = cast.person('Dmitry Sokolov');
  await crm.records.update({ user }, { entity: 'activity', id, fields: { status: 'done' } });
}
