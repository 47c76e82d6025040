/** One workload measured for product and ceiling in turn, several rounds, so that both see the same machine. */
import { CpuMeter, closedLoop, median } from './load.ts';
import type { CpuPerOperation } from './load.ts';

export interface Measured {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpu: CpuPerOperation;
}

export interface Gate {
  readonly against: string;
  readonly ratio: number;
  readonly atLeast: number;
}

export interface Report {
  readonly workload: string;
  readonly unit: string;
  /** Who asks, where it is not the usual eight. */
  readonly callers?: string;
  readonly product: Measured;
  readonly ceilings: Readonly<Record<string, Measured>>;
  readonly gates: readonly Gate[];
}

export const ROUNDS = 5;

export async function measure(
  n: number,
  dataFolder: string | null,
  run: (item: number) => Promise<unknown>,
): Promise<Measured> {
  const meter = new CpuMeter(dataFolder);
  const loop = await closedLoop(n, run);
  return { ...loop, cpu: meter.per(n) };
}

/** The median round of each figure; a round that a neighbour disturbed moves no median. */
export function medianOf(rounds: readonly Measured[]): Measured {
  const postgres = rounds.map((round) => round.cpu.postgresMs).filter((ms) => ms !== null);
  return {
    perSecond: median(rounds.map((round) => round.perSecond)),
    p50Ms: median(rounds.map((round) => round.p50Ms)),
    p99Ms: median(rounds.map((round) => round.p99Ms)),
    cpu: {
      nodeMs: median(rounds.map((round) => round.cpu.nodeMs)),
      postgresMs: postgres.length > 0 ? median(postgres) : null,
    },
  };
}

/** Ratios are taken round by round, as the machine moves between rounds, and the median of them counts. */
export function gate(
  against: string,
  product: readonly Measured[],
  ceiling: readonly Measured[],
  atLeast: number,
): Gate {
  const ratios = product.map((round, index) => round.perSecond / ceiling[index]!.perSecond);
  return { against, ratio: median(ratios), atLeast };
}
