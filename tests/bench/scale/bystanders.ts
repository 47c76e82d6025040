/** Other people's work while something big runs: a few callers who start instances of W2 and complete their first task. */
import type { Engine } from '#engine';
import type { Pool } from 'pg';
import { closedLoop } from '../load.ts';
import { BENCH_ACTOR } from '../quiet-engine.ts';

const CALLERS = 4;
/** A person's pause between two clicks, so that the load is the same with and without the big work. */
const PAUSE_MS = 20;

export interface Bystanders {
  /** Completes `n` tasks; the 99th percentile of one completion in milliseconds. */
  p99Of(n: number): Promise<number>;
  /** The same for as long as `work` lasts. */
  p99While(work: Promise<unknown>): Promise<number>;
}

export function createBystanders(engine: Engine, pool: Pool): Bystanders {
  const latencies: number[] = [];

  async function once(): Promise<void> {
    const { instanceId } = await engine.startInstance({ processKey: 'w2' }, { actor: BENCH_ACTOR });
    const { rows } = await pool.query<{ id: string }>(
      'select id from engine.user_task where instance_id = $1',
      [instanceId],
    );
    const begunAt = performance.now();
    await engine.completeUserTask({ taskId: rows[0]!.id, variables: { amount: 5 } }, { actor: BENCH_ACTOR });
    latencies.push(performance.now() - begunAt);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }

  function p99(): number {
    const sorted = latencies.splice(0).sort((a, b) => a - b);
    return sorted[Math.max(0, Math.ceil(sorted.length * 0.99) - 1)] ?? Number.NaN;
  }

  return {
    async p99Of(n) {
      latencies.length = 0;
      await closedLoop(n, once, CALLERS);
      return p99();
    },
    async p99While(work) {
      latencies.length = 0;
      let isOver = false;
      const over = work.finally(() => {
        isOver = true;
      });
      const caller = async (): Promise<void> => {
        while (!isOver) await once();
      };
      await Promise.all([over, ...Array.from({ length: CALLERS }, caller)]);
      return p99();
    },
  };
}
