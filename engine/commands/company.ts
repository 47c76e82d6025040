/**
 * Whether people work on this node beside its own work. Then a multi-instance activity goes in smaller chunks: what
 * people sent waits for less.
 */
import type { Limits } from '../decide/limits.ts';
import type { Actor } from '../ports.ts';

/** So many commands within so long are company. */
const COMMANDS = 8;
const WITHIN_MS = 100;
/** The part of a chunk that is left then. */
const SHARE = 0.5;

export class Company {
  private readonly alone: Limits;
  private readonly together: Limits;
  /** When the last commands of people came, by a monotonic clock in milliseconds; a ring. */
  private readonly arrivals: number[] = Array.from({ length: COMMANDS }, () => -Infinity);
  private next = 0;

  constructor(limits: Limits) {
    this.alone = limits;
    this.together = { ...limits, itemsPerStep: Math.max(1, Math.floor(limits.itemsPerStep * SHARE)) };
  }

  note({ kind }: Actor): void {
    if (kind === 'system') return;
    this.arrivals[this.next] = performance.now();
    this.next = (this.next + 1) % COMMANDS;
  }

  limits(): Limits {
    return performance.now() - this.arrivals[this.next]! < WITHIN_MS ? this.together : this.alone;
  }
}
