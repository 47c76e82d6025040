/** Closed-loop load, latency figures and CPU time: what every workload measures with, product and ceiling alike. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface LoopResult {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export const CALLERS = 8;

/** `callers` take the items 0…n-1 in turn, each waiting for its answer before it takes the next. */
export async function closedLoop(
  n: number,
  run: (item: number) => Promise<unknown>,
  callers = CALLERS,
): Promise<LoopResult> {
  const latencies: number[] = [];
  let next = 0;
  const begunAt = performance.now();
  const caller = async (): Promise<void> => {
    while (next < n) {
      const item = next++;
      const sentAt = performance.now();
      await run(item);
      latencies.push(performance.now() - sentAt);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  const seconds = (performance.now() - begunAt) / 1000;
  latencies.sort((a, b) => a - b);
  return { perSecond: n / seconds, p50Ms: quantile(latencies, 0.5), p99Ms: quantile(latencies, 0.99) };
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export interface CpuPerOperation {
  readonly nodeMs: number;
  /** Null when the server is not on this machine. */
  readonly postgresMs: number | null;
}

/** CPU time is steadier than the wall clock on a shared machine, so every figure carries it. */
export class CpuMeter {
  private readonly node = process.cpuUsage();
  private readonly postgres: number | null;
  private readonly dataFolder: string | null;

  constructor(dataFolder: string | null) {
    this.dataFolder = dataFolder;
    this.postgres = serverCpuSeconds(dataFolder);
  }

  per(operations: number): CpuPerOperation {
    const { user, system } = process.cpuUsage(this.node);
    const now = serverCpuSeconds(this.dataFolder);
    return {
      nodeMs: (user + system) / 1000 / operations,
      postgresMs: now === null || this.postgres === null ? null : ((now - this.postgres) * 1000) / operations,
    };
  }
}

const TICKS_PER_SECOND = 100;

/** The postmaster, its children, and the children it has reaped; Linux only. */
function serverCpuSeconds(dataFolder: string | null): number | null {
  if (!dataFolder) return null;
  try {
    const postmaster = Number(readFileSync(join(dataFolder, 'postmaster.pid'), 'utf8').split('\n')[0]);
    let ticks = 0;
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      const fields = processFields(pid);
      if (!fields) continue;
      if (Number(pid) === postmaster) ticks += sum(fields.slice(11, 15));
      else if (Number(fields[1]) === postmaster) ticks += sum(fields.slice(11, 13));
    }
    return ticks / TICKS_PER_SECOND;
  } catch {
    return null;
  }
}

function processFields(pid: string): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

function sum(numbers: readonly string[]): number {
  return numbers.reduce((total, number) => total + Number(number), 0);
}
