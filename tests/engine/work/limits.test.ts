/** Limits warn at four fifths, once each, and stop a process with an incident; it goes on when they are raised. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestEngine, TestEngineOptions } from '#engine/testing';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { aProcess } from '../../support/process-builder.ts';
import { running } from '../../support/engine.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const turning = aProcess().start().exclusive('again').userTask('work').to('again');
const KIB = 1024;

const told = async (engine: TestEngine, instance?: string): Promise<string[]> =>
  (await engine.story(instance)).flatMap((line) => /LimitNear (.*)/.exec(line)?.[1] ?? []);

describe.each(['memory', 'postgres'] as const)('limits on %s', (store) => {
  const begun = (
    processes: Parameters<typeof running>[0],
    limits: TestEngineOptions['limits'],
    variables: Parameters<TestEngine['setVariables']>[0] = {},
  ) => running(processes, { store, databaseUrl: database.url, limits, variables });

  it('warn of a long history once, and stop it', async () => {
    const engine = await begun([turning], { eventsMax: 50 });
    const incidents = async () => (await engine.snapshot()).incidents;
    let turns = 0;
    while ((await told(engine)).length === 0 && turns++ < 20) await engine.complete('work');
    expect(await incidents()).toEqual([]);
    expect((await engine.story()).length).toBeLessThan(50);
    for (let turn = 0; turn < 20 && (await incidents()).length === 0; turn += 1)
      await engine.complete('work');
    expect(await incidents()).toMatchObject([{ code: 'ENG_TOO_MANY_EVENTS' }]);
    expect(await told(engine)).toEqual(['eventsMax 50']);
  });

  it('say nothing of a short history', async () => {
    const engine = await begun([turning], { eventsMax: 2_000 });
    for (let turn = 0; turn < 5; turn += 1) await engine.complete('work');
    expect((await engine.snapshot()).incidents).toEqual([]);
    expect(await told(engine)).toEqual([]);
  });

  it('warn of many steps without a wait state, and stop them', async () => {
    const endless = aProcess().start().exclusive('again').task('pass').to('again');
    const engine = await begun([endless], { stepsMax: 50 });
    expect(await told(engine)).toEqual(['stepsMax 50']);
    expect((await engine.snapshot()).incidents).toMatchObject([{ code: 'ENG_ENDLESS_LOOP' }]);
    await engine.resolveIncident('pass').catch(() => engine.resolveIncident('again'));
    expect(await told(engine)).toEqual(['stepsMax 50']);
  });

  it('warn of a large variable at the start, from a person and from a script, once for the instance', async () => {
    const process = aProcess()
      .start()
      .userTask('weigh')
      .scriptTask('double', '= { twice: given + given }', 'feel')
      .userTask('after')
      .end();
    const limits = { variableBytesMax: KIB };
    const waiting = aProcess('waiting').start().userTask('wait').end();
    const atStart = await begun([waiting], limits, { given: 'x'.repeat(900) });
    expect(await told(atStart)).toEqual(['variableBytesMax 1024 given']);
    const byPerson = await begun([process], limits);
    await byPerson.complete('weigh', { variables: { given: 'x'.repeat(450) } });
    expect(await told(byPerson)).toEqual(['variableBytesMax 1024 twice']);
    await byPerson.setVariables({ given: 'x'.repeat(950) });
    expect(await told(byPerson)).toEqual(['variableBytesMax 1024 twice']);
    await expect(byPerson.setVariables({ given: 'x'.repeat(2_000) })).rejects.toMatchObject({
      code: 'ENG_VARIABLE_INVALID',
    });
  });

  it('warn of calls inside each other, in the instance that is so deep', async () => {
    const calling = aProcess().start().callActivity('call', 'process').end();
    const engine = await begun([calling], { callDepthMax: 10 });
    expect(await told(engine)).toEqual(['callDepthMax 10']);
    const { children, incidents } = await engine.snapshot();
    expect([...incidents, ...children.flatMap((child) => child.incidents)]).toEqual([]);
  });
});
