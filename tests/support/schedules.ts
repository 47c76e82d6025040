/** What the product does by the wall clock, done now: by the very schedules that it has set in this process. */
import cron from 'node-cron';

/** Nothing happens by itself any more in this process: for tests that look for what a request wrote. */
export async function stopSchedules(): Promise<void> {
  for (const task of cron.getTasks().values()) await task.stop();
}

/** Runs a schedule of housekeeping by its name, and waits for its end. */
export async function runSchedule(name: string): Promise<void> {
  const schedule = [...cron.getTasks().values()].find((task) => task.name === name);
  if (!schedule) throw new Error(`Expected a schedule '${name}' in this process.`);
  await schedule.execute();
}
