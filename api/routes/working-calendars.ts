/** Working calendars; the CRM knows who goes by them, the engine which processes do. */
import type { routes } from '#contract';
import type { CalendarView } from '#crm';
import { recordWrite } from '../commands/record-write.ts';
import type { ApiContext } from '../context.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';
import { usesOfCalendar } from '../presenters/field-uses.ts';
import { plain } from '../presenters/plain.ts';

export function workingCalendarHandlers(context: ApiContext): RouteHandlers<typeof routes.calendars> {
  const { settings } = context.crm.calendars;
  return {
    workingCalendars: async () => ({ items: (await settings.all()).map(shown) }),
    saveWorkingCalendar: (request) =>
      recordWrite(context, request, async (caller) =>
        shown(await settings.save(caller, { ...request.params, ...request.body })),
      ),
    deleteWorkingCalendar: (request) =>
      recordWrite(context, request, async (caller) => {
        const { code } = request.params;
        const alsoUsed = (await usesOfCalendar(context, code)).map(({ name, version }) => ({
          kind: 'process' as const,
          name: `${name}, ${version}`,
        }));
        await settings.remove(caller, { code, alsoUsed });
        return { ok: true as const };
      }),
    previewWorkingTime: ({ body: { from, ...hours } }) => {
      const at = from === null ? context.clock.now() : new Date(from);
      return Promise.resolve({
        now: at.toISOString(),
        items: plain(settings.preview({ ...hours, from: at })),
      });
    },
  };
}

type Hours = CalendarView['week'][number];

function shown({ week, exceptions, ...calendar }: CalendarView) {
  return {
    ...plain(calendar),
    week: week.map(pairs),
    exceptions: exceptions.map(({ on, name, hours }) => ({ on, name, hours: pairs(hours) })),
  };
}

function pairs(hours: Hours): [string, string][] {
  return hours.map(([from, to]) => [from, to]);
}
