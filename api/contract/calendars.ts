/** Working calendars: hours, holidays, who goes by them, and when somebody works next. */
import { z } from 'zod';
import { id, localizedText, none, ok } from './common.ts';
import { defineRoute } from './route.ts';
import { expectedVersion } from './setting-rules.ts';

const hours = z.array(z.tuple([z.string().max(5), z.string().max(5)])).max(12);
const exception = z.object({ on: z.string().max(10), name: z.string().min(1).max(200), hours }).strict();
const hoursBody = z
  .object({
    /** IANA, such as Europe/Moscow. */
    timeZone: z.string().min(1).max(60),
    /** Monday first; each a list of [from, to]. */
    week: z.array(hours).length(7),
    /** Single days with hours of their own; without hours they are days off. */
    exceptions: z.array(exception).max(2_000),
  })
  .strict();
const calendarBody = hoursBody
  .extend({
    label: localizedText,
    /** The company's. */
    isDefault: z.boolean(),
    userIds: z.array(id).max(10_000),
    teamIds: z.array(id).max(1_000),
  })
  .strict();
const use = z.object({
  kind: z.enum(['company', 'person', 'team', 'servicePolicy', 'openClocks', 'process']),
  name: z.string(),
});
const workingCalendar = calendarBody.extend({
  code: z.string(),
  version: z.number().int(),
  uses: z.array(use),
});
export type WorkingCalendar = z.infer<typeof workingCalendar>;
const span = z.object({ from: z.string(), to: z.string() });
const codeParams = z
  .object({ code: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/, 'A code is made of a to z, digits and -.') })
  .strict();

export const calendarRoutes = {
  workingCalendars: defineRoute({
    method: 'GET',
    path: '/api/working-calendars',
    access: 'admin',
    summary: 'Working calendars with hours, holidays and what goes by them',
    params: none,
    query: none,
    body: none,
    response: z.object({ items: z.array(workingCalendar) }),
    idempotent: false,
  }),
  saveWorkingCalendar: defineRoute({
    method: 'PUT',
    path: '/api/working-calendars/:code',
    access: 'admin',
    summary: 'Create or change a working calendar; what is due already keeps its time',
    params: codeParams,
    query: none,
    body: calendarBody.extend({ version: expectedVersion }).strict(),
    response: workingCalendar,
    idempotent: true,
  }),
  deleteWorkingCalendar: defineRoute({
    method: 'DELETE',
    path: '/api/working-calendars/:code',
    access: 'admin',
    summary: 'Delete a working calendar that nothing goes by; otherwise 409 with what does',
    params: codeParams,
    query: none,
    body: none,
    response: ok,
    idempotent: true,
  }),
  previewWorkingTime: defineRoute({
    method: 'POST',
    path: '/api/working-calendars-preview',
    access: 'admin',
    summary: 'The next spans of working time by such hours; nothing is written',
    params: none,
    query: none,
    body: hoursBody
      .extend({
        /** Null: now. */
        from: z.iso.datetime().nullable().default(null),
        count: z.number().int().min(1).max(30).default(5),
      })
      .strict(),
    response: z.object({ now: z.string(), items: z.array(span) }),
    idempotent: false,
  }),
};
