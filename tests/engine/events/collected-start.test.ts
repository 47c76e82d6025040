/** Parallel multiple start events of a process (BPMN 2.0.2 §10.5.2): all must have occurred, on both stores. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestEngine } from '#engine/testing';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { anEngine } from '../../support/engine.ts';
import { aProcess, type DrawnEvent } from '../../support/process-builder.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const collecting = (id: string, events: readonly DrawnEvent[], task = 'work') =>
  aProcess(id).startOn('all', events, true, { attributes: 'parallelMultiple="true"' }).userTask(task).end();

describe.each(['memory', 'postgres'] as const)('parallel multiple start event (%s)', (store) => {
  const having = async (id: string, events: readonly DrawnEvent[]): Promise<TestEngine> => {
    const engine = await anEngine({ store, ...(store === 'postgres' && { databaseUrl: database.url }) });
    await engine.deploy([collecting(id, events).file()]);
    // The database is that of the tests before, too.
    await engine.started();
    return engine;
  };
  const starts = async (engine: TestEngine): Promise<readonly string[]> => {
    await engine.runDueJobs();
    return await engine.started();
  };
  const startedBy = async (engine: TestEngine): Promise<number> => (await starts(engine)).length;

  it.each([
    [
      'the message first',
      async (engine: TestEngine) => {
        await engine.message('ma', { variables: { a: 1, both: 'message' } });
        await engine.signal('sa', { variables: { b: 2, both: 'signal' } });
      },
      'signal',
    ],
    [
      'the signal first',
      async (engine: TestEngine) => {
        await engine.signal('sa', { variables: { b: 2, both: 'signal' } });
        await engine.message('ma', { variables: { a: 1, both: 'message' } });
      },
      'message',
    ],
  ])('starts when all has occurred, in any order: %s', async (_order, happen, last) => {
    const engine = await having('any_order', [{ message: 'ma' }, { signal: 'sa' }]);
    await happen(engine);
    const [instance, ...others] = await starts(engine);
    expect(others).toEqual([]);
    const snapshot = await engine.snapshot(instance);
    expect(snapshot).toMatchObject({ tasks: [{ element: 'work' }], variables: { a: 1, b: 2, both: last } });
  });

  it('keeps messages of different keys apart, and starts with the key', async () => {
    const engine = await having('by_key', [{ message: 'mb1' }, { message: 'mb2' }]);
    await engine.message('mb1', { correlation: 'K1' });
    await engine.message('mb2', { correlation: 'K2' });
    expect(await startedBy(engine)).toBe(0);
    await engine.message('mb2', { correlation: 'K1', variables: { second: true } });
    const [instance] = await starts(engine);
    expect((await engine.snapshot(instance)).variables).toEqual({ second: true });
    await engine.message('mb1', { correlation: 'K2' });
    expect(await startedBy(engine)).toBe(1);
  });

  it('keeps a second message of one key for a second start', async () => {
    const engine = await having('queued', [{ message: 'mc1' }, { message: 'mc2' }]);
    for (const name of ['mc1', 'mc1', 'mc2', 'mc2']) await engine.message(name, { correlation: 'K' });
    expect(await startedBy(engine)).toBe(2);
  });

  it('gives a signal to every start that waits for it, and remembers it once when none does', async () => {
    const engine = await having('for_all', [{ message: 'md' }, { signal: 'sd' }]);
    await engine.message('md', { correlation: 'K1' });
    await engine.message('md', { correlation: 'K2' });
    await engine.signal('sd');
    expect(await startedBy(engine)).toBe(2);
    await engine.signal('sd');
    await engine.signal('sd');
    await engine.message('md', { correlation: 'K3' });
    expect(await startedBy(engine)).toBe(1);
    await engine.message('md', { correlation: 'K4' });
    expect(await startedBy(engine)).toBe(0);
  });

  it('waits for its timer and its condition', async () => {
    const engine = await having('timed', [{ message: 'me' }, { cycle: 'R1/PT1H' }, { condition: '= n > 1' }]);
    await engine.message('me', { correlation: 'K' });
    await engine.evaluateConditions({ n: 1 });
    await engine.evaluateConditions({ n: 2 });
    expect(await startedBy(engine)).toBe(0);
    await engine.advance('PT1H');
    const [instance] = await starts(engine);
    expect((await engine.snapshot(instance)).variables).toEqual({ n: 2 });
  });

  it('waits for its record event, which brings the record', async () => {
    const engine = await having('recorded', [
      { message: 'mg' },
      { record: 'entity="ticket" change="created" variable="ticket"' },
    ]);
    const id = '00000000-0000-7000-8000-0000000000c1';
    await engine.recordEvent('ticket', { id }, { kind: 'created' });
    await engine.recordEvent('question', { id }, { kind: 'created' });
    expect(await startedBy(engine)).toBe(0);
    await engine.message('mg', { variables: { a: 1 } });
    const [instance, ...others] = await starts(engine);
    expect(others).toEqual([]);
    expect((await engine.snapshot(instance)).variables).toEqual({
      a: 1,
      ticket: { $record: 'ticket', id },
    });
  });

  it('keeps what has occurred when a new version comes', async () => {
    const events = [{ message: 'mf1' }, { message: 'mf2' }];
    const engine = await having('next_version', events);
    await engine.message('mf1');
    await engine.deploy([collecting('next_version', events, 'reviewed').file()]);
    await engine.message('mf2');
    const [instance] = await starts(engine);
    expect(await engine.snapshot(instance)).toMatchObject({ tasks: [{ element: 'reviewed' }] });
  });
});
