/**
 * The database's clock is set back between two steps only. When the machine, or this process, rests within a step, timers
 * come due by the time that passes: what is then seen is no difference, and the case is tried again.
 */
const STEP_MS_MAX = 20_000;
const TRIES_MAX = 5;

export class RealTime {
  private since = performance.now();
  private longest = 0;

  /** The clock was set back. */
  isSetBack(): void {
    this.longest = Math.max(this.longest, performance.now() - this.since);
    this.since = performance.now();
  }

  wasHeldUp(): boolean {
    this.isSetBack();
    return this.longest > STEP_MS_MAX;
  }
}

/** The sandbox of scripts gave up by the clock: no script of a drawn process fails otherwise. */
export const isOutOfTime = (difference: string | null): boolean =>
  difference?.includes('ENG_SCRIPT_FAILED') ?? false;

/** @throws when it was held up every time. */
export async function unlessHeldUp<
  Result extends { readonly difference: string | null; readonly isHeldUp: boolean },
>(run: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    const result = await run();
    if (result.difference === null || !result.isHeldUp) return result;
    if (tries === TRIES_MAX) throw new Error(`Held up ${tries} times; the last time:\n${result.difference}`);
  }
}
