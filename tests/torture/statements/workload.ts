/**
 * T03: each reference operation with each of its statements failing in each way, in an order shuffled by the seed.
 * Whatever the caller was told, he asks again under the same key, and afterwards exactly one effect is there: the same
 * history, event by event, as without a fault, the same answer, no second instance, and the audit passes.
 */
import { auditDatabase } from '#engine/testing';
import { EngineRejection } from '#engine';
import type { TaskHandler } from '#engine';
import { createNode, type Node } from '../../engine/store/host.ts';
import { createRandom } from '../random.ts';
import { timeBox, type Workload } from '../workload.ts';
import { NotYet, OPERATIONS, PROCESSES, type Operation, type Prepared } from './operations.ts';
import { FAULTS, startStatementProxy, type Fault, type StatementProxy } from './statement-proxy.ts';

/** A caller asks so often; without a fault of its own each further attempt meets a healthy connection. */
const ATTEMPTS_MAX = 4;
const REPORT_EVERY = 100;

interface Case {
  readonly operation: Operation;
  readonly statement: number;
  readonly fault: Fault;
}

interface Bench {
  /** Over an untouched connection. */
  readonly direct: Node;
  /** Over the proxy. */
  readonly cut: Node;
  readonly proxy: StatementProxy;
  readonly effectKeys: Set<string>;
}

export const everyStatement: Workload = {
  what: 'every statement of the reference operations fails, before it and after it took effect',
  async run({ seed, boxMs, count: wanted, isQuick, newDatabase, report }) {
    const database = await newDatabase();
    const bench = await prepareBench(database.url);
    const hasTime = timeBox(boxMs);
    const differences: string[] = [];
    let count = 0;
    let unmet = 0;
    try {
      const goldens = new Map<Operation, string>();
      const cases: Case[] = [];
      for (const operation of OPERATIONS) {
        // Twice: the first time fills the caches that the cases find filled.
        await attempt(bench, operation, () => bench.proxy.count());
        const golden = await attempt(bench, operation, () => bench.proxy.count());
        goldens.set(operation, golden.outcome);
        if (golden.outcome.includes('"told":false')) {
          differences.push(`${operation.name}: not every command is in the outbox.`);
        }
        for (let statement = 1; statement <= golden.seen; statement++) {
          for (const fault of FAULTS) cases.push({ operation, statement, fault });
        }
      }
      for (const one of shuffled(cases, seed)) {
        if (!hasTime() || count === wanted || (isQuick && differences.length > 0)) break;
        const { operation, statement, fault } = one;
        const name = `${operation.name}, statement ${statement}, fault '${fault}'`;
        const { outcome, isMet } = await attempt(bench, operation, () => bench.proxy.arm(statement, fault));
        count += 1;
        if (!isMet) unmet += 1;
        if (outcome !== goldens.get(operation)) {
          differences.push(`${name}:\n  expected ${goldens.get(operation)}\n  but got  ${outcome}`);
        }
        if (count % REPORT_EVERY === 0) report(`${count} of ${cases.length} cases`);
      }
      const audit = await auditDatabase(database.url);
      differences.push(...audit.problems);
      return {
        seed,
        count,
        floor: wanted ?? cases.length,
        operations: OPERATIONS.length,
        unmet,
        audited: audit.roots,
        differences,
      };
    } finally {
      await bench.cut.close();
      await bench.direct.close();
      await bench.proxy.close();
      await database.drop();
    }
  },
};

async function prepareBench(databaseUrl: string): Promise<Bench> {
  const effectKeys = new Set<string>();
  const handlers: Record<string, TaskHandler> = {
    note: {
      mode: 'transaction',
      async run(_input, { instanceId }, { client }) {
        await client!.query('insert into handled values ($1)', [instanceId]);
        return { kind: 'ok', output: {} };
      },
    },
    remote: {
      mode: 'job',
      async run(_input, { effectKey }) {
        effectKeys.add(effectKey);
        return { kind: 'ok', output: { reply: 1 } };
      },
    },
    broken: { mode: 'job', run: () => Promise.reject(new Error('The other side is down.')) },
  };
  const proxy = await startStatementProxy(databaseUrl);
  const direct = createNode(databaseUrl, handlers);
  const cut = createNode(proxy.url, handlers);
  await direct.pool.query('create table handled (instance_id text)');
  const files = PROCESSES.map((process) => process.file());
  const options = { actor: { kind: 'user', id: 'anna' } } as const;
  await direct.engine.deploy({ files }, options);
  const again = files.filter((file) => file.name === 'forked.bpmn');
  const next = again.map(({ name, content }) => ({ name, content: `${content}<!-- second version -->` }));
  await direct.engine.deploy({ files: next }, options);
  return { direct, cut, proxy, effectKeys };
}

let uniques = 0;

/** Does the operation once, faults included, and says what came of it in words that are the same every time. */
async function attempt(
  bench: Bench,
  operation: Operation,
  arm: () => void,
): Promise<{ readonly outcome: string; readonly seen: number; readonly isMet: boolean }> {
  const unique = `u${(uniques += 1)}`;
  const prepared = await operation.prepare(bench.direct, unique);
  const rootsBefore = await countRoots(bench);
  bench.effectKeys.clear();
  arm();
  const answer = await ask(bench, prepared, `key ${unique}`);
  const { seen, isMet } = bench.proxy.disarm();
  const rootId = prepared.rootId ?? rootIn(answer);
  const outcome = {
    answer,
    newRoots: (await countRoots(bench)) - rootsBefore,
    handled: rootId && (await countHandled(bench, rootId)),
    // At least once, but always with the same key.
    effectKeys: bench.effectKeys.size,
    history: rootId && (await bench.direct.engine.views.history({ instanceId: rootId, limit: 1_000 })),
    told: rootId && (await isTold(bench, rootId)),
    left: await operation.left?.(bench.direct, unique),
  };
  return { outcome: withoutIdentity(JSON.stringify(outcome, sortedKeys), unique), seen, isMet };
}

async function ask({ cut }: Bench, prepared: Prepared, key: string): Promise<unknown> {
  for (let tries = 1; ; tries++) {
    try {
      return (await prepared.run(cut.engine, key)) ?? null;
    } catch (error) {
      if (error instanceof EngineRejection) return { rejected: error.code };
      if (tries < ATTEMPTS_MAX) continue;
      if (error instanceof NotYet) return { stillDue: true };
      return { failed: error instanceof Error ? error.message : String(error) };
    }
  }
}

function rootIn(answer: unknown): string | null {
  const { instanceId, started } = (answer ?? {}) as { instanceId?: string; started?: readonly string[] };
  return instanceId ?? started?.[0] ?? null;
}

async function countRoots({ direct }: Bench): Promise<number> {
  const { rows } = await direct.pool.query<{ count: number }>(
    'select count(*)::int as count from engine.process_instance where id = root_instance_id',
  );
  return rows[0]!.count;
}

async function countHandled({ direct }: Bench, rootId: string): Promise<number> {
  const { rows } = await direct.pool.query<{ count: number }>(
    'select count(*)::int as count from handled where instance_id = $1',
    [rootId],
  );
  return rows[0]!.count;
}

/** Every command of the history has its message in the outbox, once, and in the order of the commands. */
async function isTold({ direct }: Bench, rootId: string): Promise<boolean> {
  const { rows } = await direct.pool.query<{ told: boolean }>(
    `select coalesce(
         (select array_agg((m.value ->> 'revision')::int order by o.xid, o.id, m.ordinality)
          from engine.outbox o, jsonb_array_elements(o.message) with ordinality m
          where m.value ->> 'rootId' = $1::text)
         = (select array_agg(n::int order by n)
            from generate_series(1, (select count(*) from engine.history_command
                                     where root_instance_id = $1::uuid)) n), false) as told`,
    [rootId],
  );
  return rows[0]!.told;
}

/** A stored answer comes back with its keys in another order. */
function sortedKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Ids by the order in which they are named, and no instants. */
function withoutIdentity(text: string, unique: string): string {
  const ids = new Map<string, string>();
  return text
    .replaceAll(new RegExp(`\\b(key |deployed_)?${unique}\\b`, 'g'), '$1<unique>')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<instant>')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => {
      if (!ids.has(id)) ids.set(id, `id${ids.size + 1}`);
      return ids.get(id)!;
    });
}

function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  const random = createRandom(seed);
  const left = [...items];
  for (let last = left.length - 1; last > 0; last--) {
    const other = random.between(0, last);
    [left[last], left[other]] = [left[other]!, left[last]!];
  }
  return left;
}
