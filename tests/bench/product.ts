/** The product under load: the engine as the api composes it, over a pool of eight, with the ports of a quiet company. */
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { createEngine, createPostgresStore } from '#engine';
import type { Pool } from 'pg';
import { quietPorts } from './quiet-engine.ts';

const ACTOR = { kind: 'user', id: 'u1' } as const;

export interface Product {
  start(process: 'w1' | 'w2', item: number): Promise<void>;
  /** Call between two rounds, not under the clock: finds the tasks that were made. */
  findTasks(element: string): Promise<void>;
  complete(item: number): Promise<void>;
  /** Starts a multi-instance activity of so many items and waits until its instance has ended. */
  runItems(items: number): Promise<void>;
  ended(): Promise<number>;
  stop(): Promise<void>;
}

/** The next chunk begins at once; this only looks whether the last one is through. */
const POLL_MS = 10;

async function hasEnded(pool: Pool, id: string): Promise<boolean> {
  const { rows } = await pool.query<{ status: string }>(
    'select status from engine.process_instance where id = $1',
    [id],
  );
  return rows[0]?.status !== 'active';
}

export async function createProduct(pool: Pool): Promise<Product> {
  const engine = createEngine({ store: createPostgresStore({ pool }), ports: quietPorts() });
  const keys = { w1: 'w1_task', w2: 'w2' } as const;
  const files = ['w1', 'w2', 'w6'].map((name) => ({
    name: `${name}.bpmn`,
    content: readFileSync(new URL(`./models/${name}.bpmn`, import.meta.url), 'utf8'),
  }));
  await engine.start();
  await engine.deploy({ files }, { actor: ACTOR });
  const instances = new Map<number, string>();
  let tasks = new Map<string, string>();
  return {
    async start(process, item) {
      const request = { processKey: keys[process], variables: { amount: item } };
      const { instanceId } = await engine.startInstance(request, { actor: ACTOR });
      instances.set(item, instanceId);
    },
    async findTasks(element) {
      const { rows } = await pool.query<{ id: string; instance: string }>(
        `select id, instance_id as instance from engine.user_task where element_id = $1 and state = 'ready'`,
        [element],
      );
      tasks = new Map(rows.map((row) => [row.instance, row.id]));
    },
    async complete(item) {
      const taskId = tasks.get(instances.get(item)!)!;
      await engine.completeUserTask({ taskId, variables: { approved: true } }, { actor: ACTOR });
    },
    async runItems(items) {
      const request = { processKey: 'w6', variables: { amount: items } };
      const { instanceId } = await engine.startInstance(request, { actor: ACTOR });
      while (!(await hasEnded(pool, instanceId))) await setTimeout(POLL_MS);
    },
    async ended() {
      const { rows } = await pool.query<{ count: number }>(
        `select count(*)::int as count from engine.process_instance where status = 'completed'`,
      );
      return rows[0]!.count;
    },
    stop: () => engine.stop(),
  };
}
