import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller, CalendarSettings } from '#crm';
import { crmHarness, type CrmHarness } from './support/crm-harness.ts';

type Draft = Parameters<CalendarSettings['save']>[1];

let harness: CrmHarness;
let admin: Caller;
let settings: CalendarSettings;

const DAY: Draft['week'][number] = [['09:00', '18:00']];
const DRAFT: Draft = {
  code: 'shift',
  label: { en: 'Shift', ru: 'Смена' },
  timeZone: 'Europe/Berlin',
  week: [DAY, DAY, DAY, DAY, DAY, [], []],
  exceptions: [],
  isDefault: false,
  userIds: [],
  teamIds: [],
};
const save = (part: Partial<Draft> = {}) => settings.save(admin, { ...DRAFT, ...part });
const calendar = async (code: string) => (await settings.all()).find((one) => one.code === code);

beforeAll(async () => {
  harness = await crmHarness();
  admin = harness.as(await harness.person({ roles: ['admin'] }));
  settings = harness.crm.calendars.settings;
});
afterAll(() => harness.close());

describe('a working calendar', () => {
  it('is made with hours and holidays, and what is planned by it goes by them at once', async () => {
    await save({ exceptions: [{ on: '2026-06-02', name: 'Feast', hours: [] }] });
    const plan = () =>
      harness.crm.calendars.addWorkingDuration({
        from: new Date('2026-06-01T15:30:00Z'),
        duration: 'PT2H',
        calendar: 'shift',
      });
    expect((await plan()).toISOString()).toBe('2026-06-03T08:30:00.000Z');
    await save({ exceptions: [] });
    expect((await plan()).toISOString()).toBe('2026-06-02T08:30:00.000Z');
    expect(await calendar('shift')).toMatchObject({ version: 2, timeZone: 'Europe/Berlin', exceptions: [] });
  });

  it('is refused with the place of each mistake, and nothing is written', async () => {
    const before = await settings.all();
    const refused = (part: Partial<Draft>, path: string) =>
      expect(save(part), path).rejects.toMatchObject({
        code: 'CRM_FIELDS_INVALID',
        details: { fields: [{ path }] },
      });
    const monday = (...hours: [string, string][]) => ({ week: [hours, DAY, DAY, DAY, DAY, [], []] });
    await refused({ timeZone: 'Mars/Olympus' }, 'timeZone');
    await refused(monday(['18:00', '09:00']), 'week.0');
    await refused(monday(['09:00', '13:00'], ['12:00', '18:00']), 'week.0');
    await refused(monday(['9:00', '18:00']), 'week.0');
    await refused({ week: [[], [], [], [], [], [], []] }, 'week');
    await refused({ exceptions: [{ on: '2026-02-30', name: 'x', hours: [] }] }, 'exceptions.2026-02-30');
    const twice = { on: '2026-05-01', name: 'x', hours: [] };
    await refused({ exceptions: [twice, twice] }, 'exceptions.2026-05-01');
    expect(await settings.all()).toEqual(before);
  });

  it('has a night shift until midnight, and tells when it works next', () => {
    const night: Draft['week'][number] = [['22:00', '24:00']];
    const next = settings.preview({
      timeZone: 'UTC',
      week: [night, night, [], [], [], [], []],
      exceptions: [{ on: '2026-06-02', name: 'Short', hours: [['08:00', '10:00']] }],
      from: new Date('2026-06-01T23:00:00Z'),
      count: 3,
    });
    expect(next).toEqual([
      { from: '2026-06-01T23:00:00.000Z', to: '2026-06-02T00:00:00.000Z' },
      { from: '2026-06-02T08:00:00.000Z', to: '2026-06-02T10:00:00.000Z' },
      { from: '2026-06-08T22:00:00.000Z', to: '2026-06-09T00:00:00.000Z' },
    ]);
  });

  it('is not written over what somebody else changed, and the company always has one', async () => {
    const { version } = await save();
    await save({ version });
    await expect(save({ version })).rejects.toMatchObject({ code: 'CRM_SETTING_CHANGED' });
    await expect(save({ version: 0 })).rejects.toThrow('choose another code');
    await save({ code: 'new-company', isDefault: true });
    expect((await settings.all()).filter((one) => one.isDefault).map(({ code }) => code)).toEqual([
      'new-company',
    ]);
    await expect(save({ code: 'new-company', isDefault: false })).rejects.toMatchObject({
      code: 'CRM_FIELDS_INVALID',
    });
  });

  it('is given to people and teams, and deleted only when nothing goes by it, each named', async () => {
    const person = await harness.person({ roles: ['employee'] });
    const team = await harness.crm.groups.save(admin, {
      ...{ kind: 'team', id: null, name: 'Night watch', parentId: null, memberIds: [] },
    });
    await save({ code: 'night', userIds: [person.id], teamIds: [team.id] });
    const remove = (alsoUsed: Parameters<CalendarSettings['remove']>[1]['alsoUsed'] = []) =>
      settings.remove(admin, { code: 'night', alsoUsed });
    await expect(remove()).rejects.toMatchObject({
      code: 'CRM_CALENDAR_IN_USE',
      details: {
        uses: [
          { kind: 'person', name: person.name },
          { kind: 'team', name: 'Night watch' },
        ],
      },
    });
    await save({ code: 'night' });
    await expect(remove([{ kind: 'process', name: 'Complaint, 2' }])).rejects.toThrow(
      "process 'Complaint, 2'",
    );
    await remove();
    expect(await calendar('night')).toBeUndefined();
    const told = await harness.crm.audit.search(admin, { entity: 'working_calendar', limit: 50 });
    expect(told.items.length).toBeGreaterThan(3);
  });
});
