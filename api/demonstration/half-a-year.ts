/**
 * Lives through six months: customers write, colleagues work on the tasks that the processes give them, and the clock
 * goes from one happening to the next. Everything that is then in the history, in the timelines and in the calendars
 * was done by the engine and the CRM in the usual way; here is only who does what when.
 */
import type { Pool } from 'pg';
import type { DemonstrationClock } from '../adapters/clock.ts';
import type { Core } from '../core.ts';
import type { Engine } from '#engine';
import { Agenda } from './agenda.ts';
import { createCast } from './cast.ts';
import { arriveComplaints } from './complaints.ts';
import { signContracts } from './contracts.ts';
import { meetEveryWeek } from './meetings.ts';
import { leaveOpenEnds } from './open-ends.ts';
import { askForApprovals } from './quote-approvals.ts';
import { seededChoices } from './random.ts';
import { createTicket, ticketArrivals } from './ticket-arrivals.ts';
import { TaskWork } from './task-work.ts';

export interface HalfAYear {
  readonly pool: Pool;
  readonly clock: DemonstrationClock;
  /** The real present, where the story ends. */
  readonly now: Date;
  readonly seed: number;
  readonly publish: (engine: Engine) => Promise<void>;
  /** Ends the story early; it is then thrown away. */
  readonly signal: AbortSignal;
}

const DAY_MS = 86_400_000;
const DAYS = 182;

export async function liveThroughHalfAYear(core: Core, options: HalfAYear): Promise<void> {
  const { pool, clock, now, seed } = options;
  const start = new Date(now.getTime() - DAYS * DAY_MS);
  await clock.moveTo(start);
  await pool.query('select engine.ensure_history_partitions($1, $2)', [start, now]);
  await core.crm.seedDemonstration(now);
  await options.publish(core.engine);

  const choices = seededChoices(seed);
  const cast = await createCast(core.crm);
  const agenda = new Agenda();
  const work = new TaskWork({ core, cast, choices, agenda, clock, until: now });
  for (const arrival of ticketArrivals(choices, { from: start, to: now }))
    agenda.add(arrival.at, () => createTicket(core, cast, arrival));
  arriveComplaints(agenda, { core, cast, now });
  askForApprovals(agenda, { core, cast, now });
  signContracts(agenda, { core, cast, now });
  leaveOpenEnds(agenda, { core, cast, now });
  meetEveryWeek(agenda, { core, cast, now });

  for (let next = agenda.take(now); next !== null; next = agenda.take(now)) {
    options.signal.throwIfAborted();
    if (next.at > clock.now()) await clock.advanceTo(next.at);
    await next.run?.();
    const jobs = await core.engine.runDueJobs();
    if (next.run !== null || jobs > 0) await work.lookForTasks();
  }
  // Exactly the present: from here on the clock goes with everybody's.
  await pool.query('update public.demonstration_clock set offset_ms = 0');
  await clock.refresh();
  await core.engine.runDueJobs();
}
