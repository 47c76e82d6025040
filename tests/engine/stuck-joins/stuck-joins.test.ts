/** Joins that wait for what can no longer arrive are incidents, located at the join, on both stores. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { anEngine } from '../../support/engine.ts';
import { aProcess, type ProcessBuilder } from '../../support/process-builder.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

/** An exclusive split that a parallel join brings together: one of its flows never comes. */
const stuck = (id: string): ProcessBuilder =>
  aProcess(id)
    .start()
    .exclusive('split')
    .flow({ isDefault: true })
    .userTask('a')
    .parallel(`join_${id}`, { name: 'Both' })
    .userTask('after')
    .end()
    .from('split')
    .flow({ condition: '= other' })
    .userTask('b')
    .to(`join_${id}`);

describe.each(['memory', 'postgres'] as const)('a join that nothing can reach any more (%s)', (store) => {
  const started = async (process: ProcessBuilder, key: string) => {
    const engine = await anEngine({ store, ...(store === 'postgres' && { databaseUrl: database.url }) });
    await engine.deploy([process.file()]);
    await engine.start(key, { variables: { other: false } });
    return engine;
  };
  const incidentAt = (id: string) => [{ element: `join_${id}`, code: 'ENG_JOIN_STUCK' }];

  it('is an incident that names it, once all else has come to rest', async () => {
    const engine = await started(stuck('exclusive_fork'), 'exclusive_fork');
    expect((await engine.snapshot()).incidents).toEqual([]);
    await engine.complete('a');
    const incidents = incidentAt('exclusive_fork');
    expect(await engine.snapshot()).toMatchObject({
      ended: false,
      parked: ['join_exclusive_fork'],
      incidents,
    });
  });

  it('is the same incident again when it is tried again', async () => {
    const engine = await started(stuck('again'), 'again');
    await engine.complete('a');
    await engine.resolveIncident('join_again');
    expect((await engine.snapshot()).incidents).toEqual(incidentAt('again'));
  });

  it('goes on with what has arrived when it is left out', async () => {
    const engine = await started(stuck('left_out'), 'left_out');
    await engine.complete('a');
    await engine.skipIncident('join_left_out', { variables: { note: 'only one' } });
    expect(await engine.snapshot()).toMatchObject({
      tasks: [{ element: 'after' }],
      parked: [],
      incidents: [],
      variables: { note: 'only one' },
    });
  });

  it('goes with its instance', async () => {
    const engine = await started(stuck('cancelled'), 'cancelled');
    await engine.complete('a');
    await engine.cancel();
    expect(await engine.snapshot()).toMatchObject({ ended: true, incidents: [] });
  });

  it('is none when the new version waits for nothing more', async () => {
    const engine = await started(stuck('moved'), 'moved');
    await engine.complete('a');
    const process = aProcess('moved').start().userTask('a').parallel('join_moved').userTask('after').end();
    const mended = process.file();
    const flow = /<sequenceFlow id="([^"]+)" sourceRef="a" targetRef="join_moved"/.exec(mended.content)?.[1];
    const before = /<sequenceFlow id="([^"]+)" sourceRef="a" targetRef="join_moved"/.exec(
      stuck('moved').file().content,
    );
    const same = { ...mended, content: mended.content.replaceAll(`"${flow}"`, `"${before?.[1]}"`) };
    await engine.migrate(await engine.deploy([same]));
    expect(await engine.snapshot()).toMatchObject({ tasks: [{ element: 'after' }], incidents: [] });
  });

  it('is none while an event subprocess is armed beside it', async () => {
    const process = stuck('rescued').eventSubProcess('rescue', (p) =>
      p.startOn('late', { duration: 'PT1H' }).end('rescued_end'),
    );
    const engine = await started(process, 'rescued');
    await engine.complete('a');
    expect((await engine.snapshot()).incidents).toEqual([]);
    await engine.advance('PT1H');
    expect((await engine.snapshot()).endEvents).toEqual(['rescued_end']);
  });

  it('goes with the subprocess that a boundary event takes away', async () => {
    const inside = (p: ProcessBuilder) =>
      p
        .start('s')
        .exclusive('split')
        .flow({ isDefault: true })
        .task('a')
        .parallel('join_inside')
        .end('e')
        .from('split')
        .flow({ condition: '= other' })
        .task('b')
        .to('join_inside');
    const process = aProcess('inside').start().subProcess('sub', inside).end('done');
    process.boundary('late', 'sub', { duration: 'PT1H' }).end('given_up');
    const engine = await started(process, 'inside');
    expect((await engine.snapshot()).incidents).toEqual(incidentAt('inside'));
    await engine.advance('PT1H');
    expect(await engine.snapshot()).toMatchObject({ endEvents: ['given_up'], incidents: [] });
  });
});
