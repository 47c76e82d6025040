/** Every failure prints the story: a difference that is planted in T03, T07, T08 and T09 ends with what happened. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aProcess } from '../support/process-builder.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { tryTimer } from '../torture/clocks/workload.ts';
import { startCluster } from '../torture/cluster.ts';
import { openBench } from '../torture/statements/bench.ts';
import { start } from '../torture/statements/operation.ts';
import { goldenOf } from '../torture/statements/workload.ts';
import { contended } from '../torture/stories.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

test('of a contest and of what is delivered several times', async () => {
  const cluster = await startCluster(await testDatabase(), 1, [
    aProcess('plain').start().userTask('first').end(),
  ]);
  try {
    const planted = await contended(cluster, 'one key', async (watched) => {
      await watched.start('plain', 'one key');
      return 'expected what never was';
    });
    expect(planted).toMatch(/^expected what never was\n/);
    expect(planted?.match(/#1 InstanceStarted plain\n/g)).toHaveLength(1);
    expect(planted).toContain('ElementActivated first');
    expect(await contended(cluster, 'other key', () => Promise.resolve(null))).toBeNull();
  } finally {
    await cluster.close();
  }
});

test('of a timer', async () => {
  const beganAt = Date.parse('2026-03-01T12:00:00Z');
  const wrong = { timer: { duration: 'P1D' }, beganAt, firings: [beganAt + 60_000] };
  const told = await tryTimer('UTC', wrong);
  expect(told).toContain('had fired 0 times');
  expect(told).toContain('\n  #1 InstanceStarted clock');
});

test('of an operation whose statements fail', async () => {
  const bench = await openBench(database.url);
  let told = 0;
  try {
    const { problems } = await goldenOf(bench, {
      name: 'planted',
      async prepare(stage) {
        const rootId = await start(stage, 'plain');
        return { rootId, run: () => Promise.resolve({}), left: () => Promise.resolve((told += 1)) };
      },
    });
    expect(problems[0]).toMatch(/^planted without a fault: expected/);
    expect(problems[0]).toContain('\n  #1 InstanceStarted plain');
  } finally {
    await bench.close();
  }
});
