/** Timers (BPMN 2.0.2 §10.5.5.9) over zones, changes of the clocks and working calendars. */
import { describe, expect, it } from 'vitest';
import { anEngine, running } from '../../support/engine.ts';
import { aProcess, type Timer } from '../../support/process-builder.ts';

/** Berlin sets its clocks forward on 2026-03-29 at 2:00 (1:00 UTC) and back on 2026-10-25 at 3:00. */
const berlin = '<tl:timer timeZone="Europe/Berlin"/>';
const dueOf = async (timer: Timer, now: string, timerExtensions = berlin) => {
  const engine = await running(
    [
      aProcess()
        .start()
        .catchOn('wait', { ...timer, timerExtensions })
        .end(),
    ],
    { now },
  );
  return (await engine.snapshot()).timers[0]!.dueAt;
};

describe('timer in a time zone', () => {
  it.each([
    [
      'a date without a zone',
      { date: '2026-07-01T09:00:00' },
      '2026-06-01T00:00:00Z',
      '2026-07-01T07:00:00.000Z',
    ],
    [
      'a date with its own zone',
      { date: '2026-07-01T09:00:00Z' },
      '2026-06-01T00:00:00Z',
      '2026-07-01T09:00:00.000Z',
    ],
    [
      'a day over the change forward',
      { duration: 'P1D' },
      '2026-03-28T08:00:00Z',
      '2026-03-29T07:00:00.000Z',
    ],
    ['a day over the change back', { duration: 'P1D' }, '2026-10-24T07:00:00Z', '2026-10-25T08:00:00.000Z'],
    ['24 hours over the change', { duration: 'PT24H' }, '2026-03-28T08:00:00Z', '2026-03-29T08:00:00.000Z'],
    [
      'a time that the clocks skip',
      { date: '2026-03-29T02:30:00' },
      '2026-03-01T00:00:00Z',
      '2026-03-29T01:30:00.000Z',
    ],
    ['cron', { cycle: '0 9 * * *' }, '2026-03-28T09:00:00Z', '2026-03-29T07:00:00.000Z'],
  ] as const)('%s', async (_what, timer, now, dueAt) => {
    expect(await dueOf(timer, now)).toBe(dueAt);
  });

  it('stays at nine when a cycle runs over the change', async () => {
    const process = aProcess().start().userTask('work').end();
    process.boundary('daily', 'work', { cycle: 'R3/P1D', timerExtensions: berlin }, false).end('tick');
    const engine = await running([process], { now: '2026-03-27T08:00:00Z' });
    const due: string[] = [];
    for (let day = 0; day < 3; day++) {
      due.push((await engine.snapshot()).timers[0]!.dueAt);
      await engine.advance('P1D');
    }
    expect(due).toEqual(['2026-03-28T08:00:00.000Z', '2026-03-29T07:00:00.000Z', '2026-03-30T07:00:00.000Z']);
  });

  it('starts a process by the clock of its zone', async () => {
    const engine = await anEngine({ now: '2026-03-28T12:00:00Z' });
    await engine.deploy([
      aProcess()
        .startOn('daily', { cycle: '0 9 * * *', timerExtensions: berlin })
        .userTask('work')
        .end()
        .file(),
    ]);
    await engine.advance('PT18H30M');
    expect(await engine.started()).toHaveLength(0);
    await engine.advance('PT30M');
    expect(await engine.started()).toHaveLength(1);
  });

  it('that does not exist is refused', async () => {
    const engine = await anEngine();
    const timer = { duration: 'P1D', timerExtensions: '<tl:timer timeZone="Europe/Nowhere"/>' };
    await expect(
      engine.deploy([aProcess().start().catchOn('wait', timer).end().file()]),
    ).rejects.toMatchObject({
      details: { problems: expect.arrayContaining([expect.objectContaining({ rule: 'invalid-time-zone' })]) },
    });
  });
});

describe('timer in working time', () => {
  it('asks the calendar', async () => {
    const asked: unknown[] = [];
    const calendars = {
      plan: async (request: { calendar: string | null; offset: string }) => {
        asked.push([request.calendar, request.offset]);
        return new Date('2026-01-07T10:00:00Z');
      },
    };
    const process = (calendar: string) =>
      aProcess()
        .start()
        .catchOn('w', { duration: 'PT8H', timerExtensions: `<tl:timer calendar="${calendar}"/>` })
        .end();
    const engine = await running([process('support')], { calendars });
    expect((await engine.snapshot()).timers[0]!.dueAt).toBe('2026-01-07T10:00:00.000Z');
    await running([process('default')], { calendars });
    expect(asked).toContainEqual(['support', 'PT8H']);
    expect(asked).toContainEqual([null, 'PT8H']);
  });

  it('counts durations only', async () => {
    const engine = await anEngine();
    const timer = { cycle: 'R/P1D', timerExtensions: '<tl:timer calendar="default"/>' };
    await expect(
      engine.deploy([aProcess().start().catchOn('wait', timer).end().file()]),
    ).rejects.toMatchObject({
      details: {
        problems: expect.arrayContaining([expect.objectContaining({ rule: 'calendar-without-duration' })]),
      },
    });
  });
});
