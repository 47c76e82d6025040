import { afterAll, beforeAll, expect, test } from 'vitest';
import { v7 } from 'uuid';
import { testDatabase } from '../../support/database.ts';
import type { TestDatabase } from '../../support/database.ts';
import { createNode } from './host.ts';
import type { Node, Write } from './host.ts';
import { AT, EMPTY, newRoot, NONE_GONE, step } from './writes.ts';

let database: TestDatabase;
let one: Node;
let other: Node;

beforeAll(async () => {
  database = await testDatabase();
  one = createNode(database.url);
  other = createNode(database.url);
});

afterAll(async () => {
  await one.close();
  await other.close();
  await database.drop();
});

async function madeRoot(): Promise<string> {
  const rootId = v7();
  expect(await one.store.write([newRoot(rootId)])).toEqual([{ kind: 'written' }]);
  return rootId;
}

const instance = (id: string) =>
  ({ target: { kind: 'instance', id }, needs: [], idempotency: null }) as const;

test('what was written is read back', async () => {
  const rootId = v7();
  await one.store.write([
    newRoot(rootId, { text: 'ё "quoted" \\ back', number: 1.5, nested: { list: [null, true] } }),
  ]);
  const [answer] = await other.store.read([instance(rootId)]);
  expect(answer).toMatchObject({ kind: 'slice', slice: { rootId, version: 1, nextSeq: 2 } });
  if (answer!.kind !== 'slice') throw new Error('unreachable');
  const { inserted } = newRoot(rootId, {
    text: 'ё "quoted" \\ back',
    number: 1.5,
    nested: { list: [null, true] },
  });
  expect(answer!.slice.instances).toEqual(inserted.instances);
  expect(answer!.slice.scopes).toEqual(inserted.scopes);
});

test('unknown and impossible ids are missing, beside others that are there', async () => {
  const rootId = await madeRoot();
  const answers = await one.store.read([instance(v7()), instance(rootId), instance('no uuid')]);
  expect(answers.map((answer) => answer.kind)).toEqual(['missing', 'slice', 'missing']);
});

test('of two writes on one version one is written, the other meets a conflict and leaves nothing', async () => {
  const rootId = await madeRoot();
  const outcomes = await Promise.all(
    [one, other].map(async ({ store }) => (await store.write([step(rootId, 1)]))[0]!.kind),
  );
  expect(outcomes.sort()).toEqual(['conflict', 'written']);
  const { rows } = await one.pool.query('select seq from engine.history_event where root_instance_id = $1', [
    rootId,
  ]);
  expect(rows).toHaveLength(2);
});

test('in a batch with conflicts the others are written', async () => {
  const [good, stale, third] = [await madeRoot(), await madeRoot(), await madeRoot()];
  const outcomes = await one.store.write([step(good, 1), step(stale, 7), step(third, 1)]);
  expect(outcomes.map((outcome) => outcome.kind)).toEqual(['written', 'conflict', 'written']);
});

test('one caller with data that cannot be stored fails alone', async () => {
  const good = [v7(), v7(), v7()];
  const writes = [newRoot(good[0]!), newRoot(v7(), { bad: '\u0000' }), newRoot(good[1]!), newRoot(good[2]!)];
  const outcomes = await Promise.allSettled(writes.map((write) => one.store.write([write])));
  expect(outcomes.map((outcome) => outcome.status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
  ]);
  const answers = await one.store.read(good.map(instance));
  expect(answers.map((answer) => answer.kind)).toEqual(['slice', 'slice', 'slice']);
});

test('batches over the same roots in opposite order do not deadlock', async () => {
  const roots = await Promise.all(Array.from({ length: 20 }, madeRoot));
  const versions = new Map(roots.map((rootId) => [rootId, 1]));
  for (let round = 0; round < 5; round++) {
    // Two nodes decide on their own, so their events differ.
    const writes = (): Write[] => roots.map((rootId) => step(rootId, versions.get(rootId)!));
    const [forward, backward] = await Promise.all([
      one.store.write(writes()),
      other.store.write(writes().reverse()),
    ]);
    const written = [...forward, ...backward].filter((outcome) => outcome.kind === 'written');
    expect(written).toHaveLength(20);
    for (const rootId of roots) versions.set(rootId, versions.get(rootId)! + 1);
  }
});

test('an idempotency key is written once, and answers with what was written first', async () => {
  const first = { key: `key ${v7()}`, fingerprint: 'f', response: { first: true } };
  const [roots, rootId] = [[v7(), v7()], await madeRoot()];
  await one.store.write([{ ...newRoot(roots[0]!), idempotency: first }]);
  const again = { ...first, response: { first: false } };
  const [outcome] = await other.store.write([{ ...newRoot(roots[1]!), idempotency: again }]);
  expect(outcome).toEqual({ kind: 'replayed', idempotency: first });
  const [answer] = await other.store.read([{ ...instance(rootId), idempotency: { key: first.key } }]);
  expect(answer).toEqual({ kind: 'replayed', idempotency: first });
  expect((await one.store.read([instance(roots[1]!)]))[0]!.kind).toBe('missing');
});

test('a write under a lost lease is fenced off', async () => {
  const rootId = await madeRoot();
  const job: Write['inserted']['jobs'][number] = {
    ...{
      id: v7(),
      rootId,
      instanceId: rootId,
      scopeId: rootId,
      tokenId: v7(),
      definitionId: rootId,
      elementId: 'a',
    },
    ...({
      kind: 'timer',
      handler: null,
      dueAt: AT,
      priority: 0,
      retriesLeft: 1,
      attempt: 0,
      state: 'ready',
    } as const),
    ...{ payload: {}, effectKey: null },
  };
  await one.store.write([step(rootId, 1, { inserted: { ...EMPTY, jobs: [job] } })]);
  const [zombie] = await one.store.acquireJobs({ owner: 'one', limit: 10, leaseMs: 30_000 });
  expect(zombie!.job).toEqual(job);
  expect(await other.store.acquireJobs({ owner: 'other', limit: 10, leaseMs: 30_000 })).toEqual([]);
  await one.pool.query('update engine.job set lease_until = clock_timestamp() where id = $1', [job.id]);
  const [heir] = await other.store.acquireJobs({ owner: 'other', limit: 10, leaseMs: 30_000 });
  const done = { deleted: { ...NONE_GONE, jobs: [job.id] } };
  const late = step(rootId, 2, { ...done, fence: { jobId: job.id, leaseNo: zombie!.leaseNo } });
  expect(await one.store.write([late])).toEqual([{ kind: 'fenced' }]);
  const valid = step(rootId, 2, { ...done, fence: { jobId: job.id, leaseNo: heir!.leaseNo } });
  expect(await other.store.write([valid])).toEqual([{ kind: 'written' }]);
});

test('a reply that is lost after the write counts as written', async () => {
  const rootId = await madeRoot();
  const { pool } = one;
  const query = pool.query.bind(pool) as (...parameters: unknown[]) => Promise<unknown>;
  let lost = 0;
  Object.assign(pool, {
    async query(...parameters: unknown[]) {
      const answer = await query(...parameters);
      const isWrite = (parameters[0] as { name?: string }).name === 'write-steps';
      if (isWrite && lost++ === 0) throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
      return answer;
    },
  });
  try {
    expect(await one.store.write([step(rootId, 1)])).toEqual([{ kind: 'written' }]);
  } finally {
    Object.assign(pool, { query });
  }
  expect(lost).toBe(2);
  const [answer] = await one.store.read([instance(rootId)]);
  expect(answer).toMatchObject({ slice: { version: 2 } });
});

test('the outbox hands out each message once, also when a lower id commits later', async () => {
  const message = (rootId: string) => ({
    ...{
      rootId,
      revision: 1,
      instanceIds: [rootId],
      processKeys: ['p'],
      userTaskIds: [],
      audiences: [],
      kinds: [],
    },
  });
  const reader = one.store.outboxReader!();
  await reader.begin();
  const [slow, fast] = [v7(), v7()];
  const late = await other.pool.connect();
  await late.query('begin');
  await late.query('insert into engine.outbox (message) values ($1)', [JSON.stringify(message(slow))]);
  await one.store.write([{ ...newRoot(fast), outbox: [message(fast)] }]);
  expect((await reader.next()).map(({ rootId }) => rootId)).toEqual([fast]);
  await late.query('commit');
  late.release();
  expect((await reader.next()).map(({ rootId }) => rootId)).toEqual([slow]);
  expect(await reader.next()).toEqual([]);
});

test('the events of a command that made very many are shown one by one, too', async () => {
  const [few, many] = [await madeRoot(), await madeRoot()];
  const written = [few, many].map((rootId): Write => {
    const [first] = step(rootId, 1).history;
    const bodies = Array.from({ length: rootId === many ? 1_000 : 2 }, (_, index) => {
      return { kind: 'Noted', elementId: `e"${index}`, text: `\u001e, \\`, facts: [index] } as const;
    });
    return step(rootId, 1, { history: [{ ...first!, bodies }] });
  });
  expect(await one.store.write(written)).toEqual([{ kind: 'written' }, { kind: 'written' }]);
  for (const { rootId, history } of written) {
    const { rows } = await one.pool.query(
      `select seq, kind, data from engine.history_event where root_instance_id = $1 and seq > 1 order by seq`,
      [rootId],
    );
    const expected = history[0]!.bodies.map(({ kind, ...data }, index) => ({ seq: 2 + index, kind, data }));
    expect(rows).toEqual(expected);
  }
});

test('history partitions take over what lay in the default partition', async () => {
  const rootId = await madeRoot();
  await one.pool.query(
    `update engine.history_command set occurred_at = '2031-05-05' where root_instance_id = $1`,
    [rootId],
  );
  const made = await one.pool.query<{ made: number }>(
    `select engine.ensure_history_partitions('2031-05-01', '2031-06-15') as made`,
  );
  expect(made.rows[0]!.made).toBe(2);
  const { rows } = await one.pool.query('select 1 from engine.history_command_2031_05');
  expect(rows).toHaveLength(1);
});

test('the demonstration clock moves forward only', async () => {
  await one.pool.query('update public.demonstration_clock set offset_ms = 60000');
  const { rows } = await one.pool.query<{ ahead: boolean }>(
    `select public.throughline_now() > clock_timestamp() + interval '59 seconds' as ahead`,
  );
  expect(rows[0]!.ahead).toBe(true);
  await expect(one.pool.query('update public.demonstration_clock set offset_ms = 1')).rejects.toThrow(
    /forward/,
  );
});
