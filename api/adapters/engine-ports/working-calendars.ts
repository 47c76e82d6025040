import type { Crm } from '#crm';
import type { WorkingCalendars } from '#engine';

interface CalendarsOf {
  readonly calendars: Pick<Crm['calendars'], 'planWorkingTime' | 'addWorkingDuration'>;
}

/** Hours and minutes alone, e.g. `PT4H`. */
const TIME_ONLY = /^PT/;

/**
 * The engine's calendars over the CRM's. Hours without a window are a deadline and count working time only; days and
 * weeks, and whatever lies in a customer's window, go by the wall clock and then move into working time.
 */
export function workingCalendars(crm: CalendarsOf): WorkingCalendars {
  return {
    plan(request) {
      const isDeadline =
        TIME_ONLY.test(request.offset) && request.windowFrom === null && request.windowTo === null;
      if (!isDeadline) return crm.calendars.planWorkingTime(request);
      const { from, offset: duration, calendar } = request;
      return crm.calendars.addWorkingDuration({ from, duration, calendar });
    },
  };
}
