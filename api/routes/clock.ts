import type { routes } from '#contract';
import type { DemonstrationClock } from '../adapters/clock.ts';
import type { RouteHandler } from '../middleware/mount-routes.ts';

/** Moves the demonstration clock and runs what fell due, so that the answer comes when its effects are there. */
export function advanceClockHandler(deps: {
  readonly clock: DemonstrationClock;
  readonly runDueJobs: () => Promise<number>;
}): RouteHandler<typeof routes.admin.advanceClock> {
  return async ({ body }) => {
    const now = await deps.clock.advance(body.duration);
    const jobsRun = await deps.runDueJobs();
    return { now: now.toISOString(), jobsRun };
  };
}
