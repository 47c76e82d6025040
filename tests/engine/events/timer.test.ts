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

it.each(['R/P999999Y', 'R3/P9999999999D'])(
  'a cycle beyond all calendars (%s) is an incident',
  async (often) => {
    const process = aProcess().start().catchOn('wait', { cycle: '= often' }).end();
    const engine = await running([process], { variables: { often } });
    expect((await engine.snapshot()).incidents).toEqual([{ element: 'wait', code: 'ENG_TIMER_INVALID' }]);
  },
);

it.each(['R/P999999Y', 'R3/P9999999999D'])('one that is written (%s) is refused', async (cycle) => {
  const { name, content } = aProcess().start().catchOn('wait', { cycle }).end().file();
  const engine = await anEngine();
  await expect(engine.deploy([{ name, content }])).rejects.toMatchObject({
    details: {
      problems: expect.arrayContaining([
        expect.objectContaining({ rule: 'invalid-time', elementId: 'wait' }),
      ]),
    },
  });
});

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

describe('timer', () => {
  /** When a boundary timer that leaves its host where it is fires, one due after the other. */
  async function firings(cycle: string, now: string, count: number): Promise<readonly string[]> {
    const process = aProcess().start().userTask('work').end();
    process.boundary('again', 'work', { cycle }, false).end('tick');
    const engine = await running([process], { now });
    const due: string[] = [];
    while (due.length < count) {
      const [next] = (await engine.snapshot()).timers;
      if (!next) break;
      due.push(next.dueAt);
      await engine.advance(`PT${(Date.parse(next.dueAt) - Date.parse(engine.now())) / 1_000}S`);
    }
    return due.map((instant) => instant.replace('.000Z', 'Z'));
  }

  it.each([
    ['PT0.5S', '2026-01-05T09:00:00.500Z'],
    ['PT0,25S', '2026-01-05T09:00:00.250Z'],
    ['PT1.0001S', '2026-01-05T09:00:01.001Z'],
  ])('is never due before the part of a second that it says: %s', async (duration, dueAt) => {
    expect(await dueOf({ duration }, '2026-01-05T09:00:00Z')).toBe(dueAt);
  });

  it('keeps to the end of the month where a cycle counts from it', async () => {
    expect(await firings('R/2026-01-31T09:00:00Z/P1M', '2026-01-05T09:00:00Z', 4)).toEqual([
      '2026-01-31T09:00:00Z',
      '2026-02-28T09:00:00Z',
      '2026-03-31T09:00:00Z',
      '2026-04-30T09:00:00Z',
    ]);
  });

  it('keeps to the end of the month where a cycle is counted from its arming', async () => {
    expect(await firings('R/P1M', '2026-01-31T09:00:00Z', 4)).toEqual([
      '2026-02-28T09:00:00Z',
      '2026-03-31T09:00:00Z',
      '2026-04-30T09:00:00Z',
      '2026-05-31T09:00:00Z',
    ]);
  });

  it('goes on from a firing that was moved', async () => {
    const process = aProcess().start().userTask('work').end();
    process.boundary('again', 'work', { cycle: 'R/P1M' }, false).end('tick');
    const engine = await running([process], { now: '2026-01-31T09:00:00Z' });
    await engine.moveTimer('again', '2026-01-31T12:00:00.000Z');
    const due: string[] = [];
    for (const duration of ['PT3H', 'P28D', 'P31D']) {
      await engine.advance(duration);
      due.push((await engine.snapshot()).timers[0]!.dueAt);
    }
    expect(due).toEqual(['2026-02-28T12:00:00.000Z', '2026-03-31T12:00:00.000Z', '2026-04-30T12:00:00.000Z']);
  });

  it('keeps the rhythm of its arming through a move to another version', async () => {
    const drawn = (end: string) => {
      const process = aProcess().start().userTask('work').end(end);
      return process.boundary('again', 'work', { cycle: 'R/P1M' }, false).end('tick');
    };
    const engine = await running([drawn('e1')], { now: '2026-01-31T09:00:00Z' });
    await engine.migrate(await engine.deploy([drawn('e2').file()]));
    await engine.advance('P28D');
    expect((await engine.snapshot()).timers).toEqual([
      { element: 'again', dueAt: '2026-03-31T09:00:00.000Z' },
    ]);
  });

  it('keeps to the end of the month over firings that were missed', async () => {
    const process = aProcess().start().userTask('work').end();
    const timer = { cycle: 'R/P1M', timerExtensions: '<tl:timer catchUp="once"/>' };
    process.boundary('again', 'work', timer, false).end('tick');
    const engine = await running([process], { now: '2026-01-31T09:00:00Z' });
    await engine.sleep('P59D');
    await engine.runDueJobs();
    expect((await engine.snapshot()).timers[0]!.dueAt).toBe('2026-04-30T09:00:00.000Z');
  });

  it('keeps to the leap day where a cycle counts from it', async () => {
    expect(await firings('R3/2028-02-29T09:00:00Z/P1Y', '2031-03-01T00:00:00Z', 5)).toEqual([
      '2032-02-29T09:00:00Z',
      '2033-02-28T09:00:00Z',
      '2034-02-28T09:00:00Z',
    ]);
  });

  it('is in the rhythm of a cycle that began before', async () => {
    const due = await firings('R2/2026-01-01T00:20:00Z/PT1H', '2026-01-05T09:00:00Z', 5);
    expect(due).toEqual(['2026-01-05T09:20:00Z', '2026-01-05T10:20:00Z']);
  });

  it('goes on until the end that a cycle has', async () => {
    const due = await firings('R/PT1H/2026-01-05T11:00:00Z', '2026-01-05T09:00:00Z', 5);
    expect(due).toEqual(['2026-01-05T10:00:00Z', '2026-01-05T11:00:00Z']);
  });

  it('repeats what lies between the first and the second time', async () => {
    const due = await firings('R3/2026-01-05T10:00:00Z/2026-01-05T10:45:00Z', '2026-01-05T09:00:00Z', 5);
    expect(due).toEqual(['2026-01-05T10:00:00Z', '2026-01-05T10:45:00Z', '2026-01-05T11:30:00Z']);
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
