/** The starts that timers will make: seen, moved, made at once, left out. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { aProcess } from '../../support/process-builder.ts';
import { ANNA, createNode, type Node } from '../store/host.ts';

let database: TestDatabase;
let node: Node;
const BY = { actor: ANNA, reason: 'the figures are late' };
const HOUR_MS = 3_600_000;

beforeAll(async () => {
  database = await testDatabase();
  node = createNode(database.url);
});
afterAll(async () => {
  await node.close();
  await database.drop();
});
beforeEach(async () => {
  const daily = aProcess('report').startTimer('daily', { cycle: 'R3/PT24H' }).userTask('write').end();
  const once = aProcess('closing').startTimer('end_of_year', { duration: 'PT5H' }).userTask('close').end();
  await node.engine.deploy({ files: [daily.file(), once.file()] }, BY);
});

const startsOf = (processKey: string) => node.engine.operations.nextStarts({ processKey });
const change = async (processKey: string, dueAt?: string): Promise<void> => {
  const [first] = await startsOf(processKey);
  const request = { processKey, jobId: first!.id, ...(dueAt !== undefined && { dueAt }) };
  await node.engine.operations.changeNextStart(request, BY);
};
const running = async (processKey: string): Promise<number> => {
  const { rows } = await node.pool.query<{ count: number }>(
    'select count(*)::int as count from engine.process_instance where process_key = $1',
    [processKey],
  );
  return rows[0]!.count;
};
const hoursFrom = (from: string, hours: number): string =>
  new Date(Date.parse(from) + hours * HOUR_MS).toISOString();

test('are shown with their time and the one after it', async () => {
  const [daily, ...others] = await startsOf('report');
  expect(others).toEqual([]);
  expect(daily).toMatchObject({ elementId: 'daily', remaining: 2 });
  expect(daily!.thenAt).toBe(hoursFrom(daily!.dueAt, 24));
  expect(await startsOf('closing')).toMatchObject([
    { elementId: 'end_of_year', thenAt: null, remaining: null },
  ]);
});

test('are made at once, and the rhythm stays', async () => {
  const [before] = await startsOf('report');
  const count = await running('report');
  await change('report', new Date().toISOString());
  await node.engine.runDueJobs();
  expect(await running('report')).toBe(count + 1);
  expect(await startsOf('report')).toMatchObject([{ dueAt: before!.thenAt, remaining: 1 }]);
  const [entry] = await node.engine.operations.log({ processKey: 'report', limit: 1 });
  expect(entry).toMatchObject({
    ...{ kind: 'start.moved', actor: ANNA, reason: BY.reason },
    facts: { elementId: 'daily', from: before!.dueAt },
  });
});

test('are moved, also the only one there is', async () => {
  const [before] = await startsOf('closing');
  const later = hoursFrom(before!.dueAt, 1);
  await change('closing', later);
  expect(await startsOf('closing')).toMatchObject([{ dueAt: later, thenAt: null }]);
});

test('are left out: the next one comes, or none', async () => {
  const [before] = await startsOf('report');
  await change('report');
  expect(await startsOf('report')).toMatchObject([{ dueAt: before!.thenAt, remaining: 1 }]);
  await change('closing');
  expect(await startsOf('closing')).toEqual([]);
  const [entry] = await node.engine.operations.log({ processKey: 'closing', limit: 1 });
  expect(entry).toMatchObject({ kind: 'start.skipped', reason: BY.reason });
});

test('are not changed when they are gone, being made, of another process, or to no time', async () => {
  const [start] = await startsOf('report');
  const { operations } = node.engine;
  const refusal = (request: Parameters<typeof operations.changeNextStart>[0]) =>
    expect(operations.changeNextStart(request, BY)).rejects;
  const jobId = start!.id;
  await refusal({ processKey: 'closing', jobId }).toMatchObject({ code: 'ENG_JOB_NOT_FOUND' });
  await refusal({ processKey: 'report', jobId: 'x' }).toMatchObject({ code: 'ENG_JOB_NOT_FOUND' });
  await refusal({ processKey: 'report', jobId, dueAt: 'soon' }).toMatchObject({ code: 'ENG_DATE_INVALID' });
  await node.pool.query(`update engine.job set lease_until = now() + interval '1 minute' where id = $1`, [
    jobId,
  ]);
  await refusal({ processKey: 'report', jobId }).toMatchObject({ code: 'ENG_JOB_NOT_FOUND' });
  expect(await startsOf('report')).toHaveLength(1);
});
