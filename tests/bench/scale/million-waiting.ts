/**
 * A message by its key, and the memory of the process, while 100,000 instances wait and again while a million do. Gates:
 * the rate at a million at least 0.8 of that at 100,000, and at most 20 MiB more resident memory.
 */
import type { Pool } from 'pg';
import { closedLoop } from '../load.ts';
import { BENCH_ACTOR, quietEngine } from '../quiet-engine.ts';
import { gate, measure, medianOf } from '../workload.ts';
import type { Measured, Report } from '../workload.ts';

const MANY = 1_000_000;
/** How many wait the first time: a tenth. */
const FEW_SHARE = 0.1;
const MESSAGES = 2_000;
const ROUNDS = 5;
const CALLERS = 32;
const RATE_AT_LEAST = 0.8;
const MEMORY_MAX = 20 * 1024 * 1024;
/** Larger than any number of keys, and prime: what is asked for lies spread over all that wait. */
const STRIDE = 15_485_863;

export async function runMillion(parts: {
  readonly n: number | null;
  readonly dataFolder: string | null;
  readonly pool: Pool;
}): Promise<Report> {
  const { pool, dataFolder } = parts;
  const many = parts.n ?? MANY;
  const few = Math.ceil(many * FEW_SHARE);
  const engine = await quietEngine(pool, 'w5');
  const actor = BENCH_ACTOR;
  const fill = (from: number, to: number): Promise<unknown> =>
    closedLoop(
      to - from,
      (item) => engine.startInstance({ processKey: 'w5', businessKey: `m${from + item}` }, { actor }),
      CALLERS,
    );

  /** Asks for each key of `from` to `to` at most once, spread over them: what got its message waits no more. */
  async function rounds(from: number, to: number): Promise<{ rates: Measured[]; memory: number }> {
    await pool.query('vacuum analyze engine.event_subscription, engine.process_instance, engine.token');
    const rates: Measured[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const rate = await measure(MESSAGES, dataFolder, (item) =>
        engine.correlateMessage(
          {
            name: 'order-paid',
            correlationKey: `m${from + (((round * MESSAGES + item) * STRIDE) % (to - from))}`,
          },
          { actor },
        ),
      );
      if (round > 0) rates.push(rate);
    }
    return { rates, memory: await resident() };
  }

  await fill(0, few);
  const before = await rounds(0, few);
  await fill(few, many);
  const after = await rounds(few, many);
  await engine.stop();
  return {
    workload: 'million',
    unit: `messages/s among ${many} that wait`,
    product: medianOf(after.rates),
    ceilings: { [`among ${few}`]: medianOf(before.rates) },
    gates: [
      gate(`among ${few}`, after.rates, before.rates, RATE_AT_LEAST),
      {
        against: `memory (${Math.round((after.memory - before.memory) / 1024 / 1024)} MiB more)`,
        ratio: after.memory - before.memory <= MEMORY_MAX ? 1 : MEMORY_MAX / (after.memory - before.memory),
        atLeast: 1,
      },
    ],
  };
}

async function resident(): Promise<number> {
  for (let pass = 0; pass < 3; pass++) {
    global.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return process.memoryUsage.rss();
}
