/**
 * What recurs by the wall clock: keeping partitions ahead of need, throwing away what has served its time, and a
 * watchdog. Nothing of a process waits here: its timers are rows that the engine compares with its own clock. Each
 * task is safe on many nodes at once, so every node runs all of them.
 */
import cron, { type ScheduledTask } from 'node-cron';

export interface Schedule {
  readonly name: string;
  /** Five cron fields, in UTC. */
  readonly at: string;
  /** Whether it also runs once when the node starts. */
  readonly atStart: boolean;
  run(): Promise<void>;
}

export interface ScheduleLogger {
  error(facts: object, message: string): void;
}

export interface RunningSchedules {
  /** Starts nothing new and waits for what is running. */
  stop(): Promise<void>;
}

export async function startSchedules(
  schedules: readonly Schedule[],
  logger: ScheduleLogger,
): Promise<RunningSchedules> {
  const underway = new Set<Promise<void>>();
  const runOnce = (schedule: Schedule): Promise<void> => {
    const run = schedule
      .run()
      .catch((error: unknown) => logger.error({ err: error, schedule: schedule.name }, 'schedule failed'))
      .finally(() => underway.delete(run));
    underway.add(run);
    return run;
  };
  const tasks: ScheduledTask[] = schedules.map((schedule) =>
    cron.schedule(schedule.at, () => runOnce(schedule), {
      name: schedule.name,
      timezone: 'UTC',
      noOverlap: true,
    }),
  );
  await Promise.all(schedules.filter((schedule) => schedule.atStart).map(runOnce));
  return {
    async stop() {
      for (const task of tasks) await task.destroy();
      await Promise.all(underway);
    },
  };
}
