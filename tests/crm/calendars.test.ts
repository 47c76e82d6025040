import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CrmFailure } from '#crm';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';

let harness: CrmHarness;
beforeAll(async () => {
  harness = await crmHarness();
  await harness.crm.seedDemonstration(harness.now);
});
afterAll(() => harness.close());

const plan = async (request: {
  from: string;
  offset: string;
  calendar?: string | null;
  window?: readonly [string, string] | null;
  timeZone?: string | null;
}) => {
  const [windowFrom, windowTo] = request.window ?? [null, null];
  const planned = await harness.crm.calendars.planWorkingTime({
    from: new Date(request.from),
    offset: request.offset,
    calendar: request.calendar ?? null,
    windowFrom,
    windowTo,
    timeZone: request.timeZone ?? null,
  });
  return planned.toISOString();
};
const CALLS = ['10:00', '17:00'] as const;

describe('planning a call', () => {
  it.each([
    [
      'a week later at the same time',
      { from: '2026-06-01T09:00:00Z', offset: 'P7D' },
      '2026-06-08T09:00:00.000Z',
    ],
    [
      'moved from Saturday to Monday morning',
      { from: '2026-06-06T09:00:00Z', offset: 'P7D' },
      '2026-06-15T06:00:00.000Z',
    ],
    [
      'moved from the evening to the next morning',
      { from: '2026-06-01T17:30:00Z', offset: 'P1D' },
      '2026-06-03T06:00:00.000Z',
    ],
    [
      'at the very end of the day: the next morning',
      { from: '2026-06-01T15:00:00Z', offset: 'P1D' },
      '2026-06-03T06:00:00.000Z',
    ],
    // Friday 12 June is a holiday in Russia, then comes the weekend.
    [
      'over a holiday and the weekend',
      { from: '2026-06-05T08:00:00Z', offset: 'P7D' },
      '2026-06-15T06:00:00.000Z',
    ],
    [
      'over the long New Year holidays',
      { from: '2025-12-26T09:00:00Z', offset: 'P7D' },
      '2026-01-09T06:00:00.000Z',
    ],
    [
      'in another calendar, where it is no holiday',
      { from: '2026-06-05T08:00:00Z', offset: 'P7D', calendar: 'international' },
      '2026-06-12T08:00:00.000Z',
    ],
    [
      'every day of the week',
      { from: '2026-06-06T09:00:00Z', offset: 'P7D', calendar: 'support-extended' },
      '2026-06-13T09:00:00.000Z',
    ],
  ])('%s', async (_name, request, expected) => {
    expect(await plan(request)).toBe(expected);
  });

  it.each([
    [
      'not before ten in Moscow',
      { from: '2026-06-01T06:10:00Z', offset: 'P7D', timeZone: 'Europe/Moscow' },
      '2026-06-08T07:00:00.000Z',
    ],
    [
      'not after five in Novosibirsk, four hours ahead',
      { from: '2026-06-01T11:00:00Z', offset: 'P7D', timeZone: 'Asia/Novosibirsk' },
      '2026-06-09T06:00:00.000Z',
    ],
    [
      'when London is up',
      { from: '2026-06-01T06:30:00Z', offset: 'P7D', timeZone: 'Europe/London' },
      '2026-06-08T09:00:00.000Z',
    ],
    [
      'by the window alone where the office is never open in it',
      { from: '2026-06-01T09:00:00Z', offset: 'P7D', timeZone: 'America/Los_Angeles' },
      '2026-06-08T17:00:00.000Z',
    ],
  ])('in the customer’s window: %s', async (_name, request, expected) => {
    expect(await plan({ ...request, window: CALLS })).toBe(expected);
  });

  it.each([
    // Berlin goes to summer time on 29 March 2026 and back on 25 October 2026.
    [
      'into summer time',
      { from: '2026-03-25T09:30:00Z', offset: 'P7D', calendar: 'international' },
      '2026-04-01T08:30:00.000Z',
    ],
    [
      'into winter time',
      { from: '2026-10-20T08:30:00Z', offset: 'P7D', calendar: 'international' },
      '2026-10-27T09:30:00.000Z',
    ],
    [
      'morning after the change, in New York',
      {
        from: '2026-03-04T13:00:00Z',
        offset: 'P5D',
        calendar: 'support-extended',
        window: CALLS,
        timeZone: 'America/New_York',
      },
      '2026-03-09T14:00:00.000Z',
    ],
  ])('keeps the wall clock %s', async (_name, request, expected) => {
    expect(await plan(request)).toBe(expected);
  });

  it('never plans outside of working time, whatever the start', async () => {
    for (let hour = 0; hour < 24 * 30; hour += 7) {
      const from = new Date(Date.parse('2026-10-10T00:20:00Z') + hour * 3_600_000).toISOString();
      const planned = new Date(
        await plan({
          from,
          offset: 'P1D',
          calendar: 'international',
          window: CALLS,
          timeZone: 'Europe/Berlin',
        }),
      );
      const parts = new Intl.DateTimeFormat('en-GB', {
        timeZone: 'Europe/Berlin',
        weekday: 'short',
        hour: '2-digit',
        hourCycle: 'h23',
      }).formatToParts(planned);
      const value = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
      expect(['Sat', 'Sun']).not.toContain(value('weekday'));
      expect(Number(value('hour'))).toBeGreaterThanOrEqual(10);
      expect(Number(value('hour'))).toBeLessThan(17);
    }
  });
});

describe('adding working time', () => {
  it.each([
    ['hours inside a day', '2026-06-01T07:00:00Z', 'PT4H', '2026-06-01T11:00:00.000Z'],
    ['hours into the next day', '2026-06-01T13:00:00Z', 'PT4H', '2026-06-02T08:00:00.000Z'],
    ['hours over the weekend', '2026-06-05T13:00:00Z', 'PT4H', '2026-06-08T08:00:00.000Z'],
    ['working days', '2026-06-04T09:00:00Z', 'P2D', '2026-06-08T09:00:00.000Z'],
    ['working days over a holiday', '2026-06-11T09:00:00Z', 'P1D', '2026-06-15T09:00:00.000Z'],
    ['nothing on a Sunday', '2026-06-07T09:00:00Z', 'PT0S', '2026-06-08T06:00:00.000Z'],
  ])('%s', async (_name, from, duration, expected) => {
    const due = await harness.crm.calendars.addWorkingDuration({
      from: new Date(from),
      duration,
      calendar: null,
    });
    expect(due.toISOString()).toBe(expected);
  });
});

it.each([
  [
    'an unknown calendar',
    { from: '2026-06-01T09:00:00Z', offset: 'P7D', calendar: 'moon' },
    'CRM_CALENDAR_UNKNOWN',
  ],
  ['a duration that is none', { from: '2026-06-01T09:00:00Z', offset: 'a week' }, 'CRM_DURATION_INVALID'],
  ['a duration into the past', { from: '2026-06-01T09:00:00Z', offset: '-P7D' }, 'CRM_DURATION_INVALID'],
  [
    'a time zone that is none',
    { from: '2026-06-01T09:00:00Z', offset: 'P7D', timeZone: 'Mars/Base' },
    'CRM_CALENDAR_UNKNOWN',
  ],
])('fails for %s', async (_name, request, code) => {
  const error = await plan(request).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(CrmFailure);
  expect((error as CrmFailure).code).toBe(code);
});
