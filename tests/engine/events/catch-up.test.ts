/** Firings of a cycle that were missed, while nodes were down or the instance was suspended. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestEngine } from '#engine/testing';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { anEngine } from '../../support/engine.ts';
import { aProcess } from '../../support/process-builder.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const settings = (policy: string) => (policy === 'default' ? undefined : `<tl:timer catchUp="${policy}"/>`);

describe.each(['memory', 'postgres'] as const)('a cycle that missed firings (%s)', (store) => {
  const open = () => anEngine({ store, ...(store === 'postgres' && { databaseUrl: database.url }) });
  const repeated = (policy: string, cycle: string) => {
    const process = aProcess(`work_${policy}`).start().userTask('work').end();
    return process
      .boundary('tick', 'work', { cycle, timerExtensions: settings(policy) }, false)
      .end('ticked');
  };
  const ticksOf = async (engine: TestEngine): Promise<number> =>
    (await engine.snapshot()).endEvents.filter((id) => id === 'ticked').length;
  const minutesToNext = async (engine: TestEngine, from: string): Promise<number> => {
    const [timer] = (await engine.snapshot()).timers;
    return Math.round((Date.parse(timer!.dueAt) - Date.parse(from)) / 60_000);
  };

  it.each([
    ['default', 3],
    ['all', 3],
    ['once', 1],
    ['skip', 0],
  ])('while no node ran: %s', async (policy, expected) => {
    const engine = await open();
    await engine.deploy([repeated(policy, 'R/PT1H').file()]);
    await engine.start(`work_${policy}`);
    const [first] = (await engine.snapshot()).timers;
    await engine.sleep('PT3H30M');
    while ((await engine.runDueJobs()) > 0);
    expect(await ticksOf(engine)).toBe(expected);
    // The hours stay those of the first firing, whatever was missed.
    expect(await minutesToNext(engine, first!.dueAt)).toBe(180);
    await engine.advance('PT30M');
    expect(await ticksOf(engine)).toBe(expected + 1);
  });

  it.each([
    ['all', 2],
    ['once', 1],
    ['skip', 0],
  ])('while the instance was suspended: %s', async (policy, expected) => {
    const engine = await open();
    await engine.deploy([repeated(policy, 'R/PT1H').file()]);
    await engine.start(`work_${policy}`);
    await engine.suspend();
    await engine.advance('PT2H30M');
    expect(await ticksOf(engine)).toBe(0);
    await engine.resume();
    while ((await engine.runDueJobs()) > 0);
    expect(await ticksOf(engine)).toBe(expected);
  });

  it('counts what was left out, and never leaves out the last', async () => {
    const engine = await open();
    await engine.deploy([repeated('skip', 'R3/PT1H').file()]);
    await engine.start('work_skip');
    await engine.sleep('PT9H');
    while ((await engine.runDueJobs()) > 0);
    expect(await ticksOf(engine)).toBe(1);
    expect((await engine.snapshot()).timers).toEqual([]);
  });

  it.each([
    ['all', 3],
    ['once', 1],
    ['skip', 0],
  ])('starts processes: %s', async (policy, expected) => {
    const engine = await open();
    const cycle = { cycle: 'R/PT1H', timerExtensions: settings(policy) };
    const key = `nightly_${policy}`;
    await engine.deploy([aProcess(key).startOn('night', cycle).userTask('work').end().file()]);
    await engine.started();
    await engine.sleep('PT3H30M');
    while ((await engine.runDueJobs()) > 0);
    const mine = [];
    for (const id of await engine.started())
      if ((await engine.story(id)).join().includes('night')) mine.push(id);
    expect(mine).toHaveLength(expected);
    // Nothing more comes of it in the tests that follow.
    await engine.deploy([aProcess(key).start().userTask('work').end().file()]);
  });
});

it.each([
  ['a policy that there is not', { cycle: 'R/PT1H' }, 'sometimes'],
  ['a timer that rings once', { duration: 'PT1H' }, 'skip'],
])('refuses %s', async (_what, timer, policy) => {
  const engine = await anEngine();
  const process = aProcess().start();
  process.catchOn('wait', { ...timer, timerExtensions: `<tl:timer catchUp="${policy}"/>` }).end();
  await expect(engine.deploy([process.file()])).rejects.toMatchObject({
    details: {
      problems: expect.arrayContaining([
        expect.objectContaining({ elementId: 'wait', rule: 'invalid-timer', severity: 'error' }),
      ]) as unknown,
    },
  });
});
