/**
 * What the server refuses in passing (a lost serialisation, a deadlock) is done again and nobody is told; what it refuses
 * for good, also with its COMMIT only, was not done. And what waited for a lock is checked against what it then finds.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import { testDatabase } from '../../support/database.ts';
import { pairOn } from './host.ts';
import type { Node, PostgresStore, Write } from './host.ts';
import { AT, newRoot, step } from './writes.ts';

let one: Node;
let other: Node;
let close: () => Promise<void>;

/** A sequence is not rolled back: of the tries of a root so many are refused, when they write or when they commit. */
const REFUSE = `
  create table refused (root_id uuid, moment text, code text, times integer);
  create sequence tries;
  create function refuse() returns trigger language plpgsql as $$
  declare v_refused refused; begin
    select * into v_refused from refused r where r.root_id = new.root_instance_id and r.moment = tg_argv[0];
    if found and nextval('tries') <= v_refused.times then
      raise exception 'refused by the test' using errcode = v_refused.code;
    end if;
    return new;
  end $$;
  create trigger refuse_now before insert on engine.history_command for each row execute function refuse('write');
  create constraint trigger refuse_late after insert on engine.history_command deferrable initially deferred
    for each row execute function refuse('COMMIT')`;

beforeAll(async () => {
  ({ one, other, close } = pairOn(await testDatabase()));
  await one.pool.query(REFUSE);
});

afterAll(() => close());

async function madeRoot(): Promise<string> {
  const rootId = v7();
  expect(await one.store.write([newRoot(rootId)])).toEqual([{ kind: 'written' }]);
  return rootId;
}

async function versionOf(rootId: string): Promise<number> {
  const sql = 'select version from engine.process_instance where id = $1';
  return (await other.pool.query<{ version: number }>(sql, [rootId])).rows[0]!.version;
}

type Way = (store: PostgresStore, write: Write) => Promise<unknown>;

const WAYS: Readonly<Record<string, Way>> = {
  'by itself': async (store, write) => (await store.write([write]))[0]!.kind,
  'in a transaction': (store, write) =>
    store.transaction(async (transaction) => (await transaction.write([write]))[0]!.kind),
  'as the end of a transaction': (store, write) =>
    store.transaction(async (transaction) => (await transaction.writeAndCommit!([write]))[0]!.kind),
};

describe.each(Object.keys(WAYS))('a step that is written %s', (way) => {
  const refuse = async (moment: string, code: string, times: number): Promise<string> => {
    const rootId = await madeRoot();
    await one.pool.query(`select setval('tries', 1, false)`);
    await one.pool.query('insert into refused values ($1, $2, $3, $4)', [rootId, moment, code, times]);
    return rootId;
  };

  describe.each(['write', 'COMMIT'])('and refused with its %s', (moment) => {
    it.each(['40001', '40P01'] as const)('is done again after %s, and nobody is told', async (code) => {
      const rootId = await refuse(moment, code, 2);
      const before = one.lostRaces[code];
      expect(await WAYS[way]!(one.store, step(rootId, 1))).toBe('written');
      expect(one.lostRaces[code]).toBe(before + 2);
      expect(await versionOf(rootId)).toBe(2);
    });

    it('was not done when it is refused for good', async () => {
      const rootId = await refuse(moment, '23514', 1_000);
      await expect(WAYS[way]!(one.store, step(rootId, 1))).rejects.toMatchObject({ code: '23514' });
      expect(await versionOf(rootId)).toBe(1);
    });
  });
});

/** Two nodes never decide at the same instant: what they write has no key in common that would tell them apart. */
function decidedAt(second: number, write: Write): Write {
  const at = new Date(Date.parse(AT) + second * 1_000).toISOString();
  return { ...write, history: write.history.map((events) => ({ ...events, at })) };
}

describe('steps of two nodes that wait for a lock', () => {
  const contest = async (
    roots: readonly string[],
    more: () => Partial<Write>,
  ): Promise<readonly string[]> => {
    const holder = await one.pool.connect();
    try {
      await holder.query('begin');
      await holder.query('select from engine.process_instance where id = any ($1::uuid[]) for update', [
        roots,
      ]);
      const writes = [one, other].map(({ store }, rank) =>
        store.write(roots.map((rootId) => decidedAt(rank, step(rootId, 1, more())))),
      );
      // A transaction sees the activity as it was when it first looked.
      const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      while ((await other.pool.query(waiting)).rows.length < writes.length);
      await holder.query('commit');
      return (await Promise.all(writes)).flat().map(({ kind }) => kind);
    } finally {
      holder.release();
    }
  };

  it.each([
    ['several roots in one batch', 3, () => ({})],
    [
      'several roots in one batch, a key each',
      3,
      () => ({ idempotency: { key: `key ${v7()}`, fingerprint: 'f', response: {} } }),
    ],
    ['a key each', 1, () => ({ idempotency: { key: `key ${v7()}`, fingerprint: 'f', response: {} } })],
  ] as const)('with %s: one of them wins each', async (_what, count, more) => {
    const roots = await Promise.all(Array.from({ length: count }, madeRoot));
    const kinds = await contest(roots, more);
    expect([...kinds].sort()).toEqual([...roots.map(() => 'conflict'), ...roots.map(() => 'written')]);
    for (const rootId of roots) expect(await versionOf(rootId)).toBe(2);
  });
});
