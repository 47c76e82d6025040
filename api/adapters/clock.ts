/**
 * The product's clock: the database's clock plus the demonstration offset (decisions.md 3). SQL compares due times
 * with public.throughline_now(); this is the same instant, or up to a round trip before it, for code that cannot ask the database each time. The
 * cached offset is refreshed after each advance here and, in a demonstration, by polling, for advances elsewhere. The
 * machine's own clock may be wrong, and may be set while the product runs: it only measures what passed since the last
 * answer of the database.
 */
import type { Pool } from 'pg';
import { Temporal } from 'temporal-polyfill';

export interface DemonstrationClock {
  now(): Date;
  /** Moves forward by an ISO 8601 duration. @throws Error outside a demonstration. */
  advance(duration: string): Promise<Date>;
  /** Moves to an instant; backwards only before the first process instance. @throws Error outside a demonstration. */
  moveTo(instant: Date): Promise<void>;
  /** Moves forward to an instant; one that has passed is the present. @throws Error outside a demonstration. */
  advanceTo(instant: Date): Promise<void>;
  refresh(): Promise<void>;
  /** Called after the offset grew, here or on another node. */
  onAdvance(listener: () => void): () => void;
  stop(): void;
}

/** Two measures of the time that passes, in milliseconds. */
export interface MachineClock {
  /** May be set, ahead or back. */
  wall(): number;
  /** Nobody sets it, but it may rest while the machine does. */
  steady(): number;
}

const MACHINE: MachineClock = { wall: () => Date.now(), steady: () => performance.now() };
/** The two part by this much only when somebody set the clock, or the machine slept. */
const JUMP_MS = 1_000;

const POLL_MS = 1_000;
/** Without a demonstration only the drift between the two machines changes. */
const DRIFT_POLL_MS = 60_000;

const READING = `
  (extract(epoch from clock_timestamp()) * 1000)::float8 as database_ms,
  offset_ms::float8 as offset_ms`;

const READ = `select ${READING} from public.demonstration_clock`;

const ADVANCE = `
  update public.demonstration_clock
  set offset_ms = offset_ms + $1
  returning ${READING}`;

const MOVE_TO = `
  update public.demonstration_clock
  set offset_ms = round(extract(epoch from $1::timestamptz - clock_timestamp()) * 1000)
  returning ${READING}`;

/** Compared in the database: this clock may be behind it by a round trip. */
const ADVANCE_TO = `
  update public.demonstration_clock
  set offset_ms = greatest(offset_ms, round(extract(epoch from $1::timestamptz - clock_timestamp()) * 1000))
  returning ${READING}`;

export async function createClock(options: {
  readonly pool: Pool;
  readonly demo: boolean;
  readonly machine?: MachineClock;
}): Promise<DemonstrationClock> {
  const clock = new DatabaseClock(options);
  await clock.refresh();
  clock.poll();
  return clock;
}

class DatabaseClock implements DemonstrationClock {
  readonly #pool: Pool;
  readonly #demo: boolean;
  readonly #listeners = new Set<() => void>();
  #timer: NodeJS.Timeout | null = null;
  readonly #machine: MachineClock;
  #read = { databaseMs: 0, wall: 0, steady: 0 };
  #isLooking = false;
  #offsetMs = 0;

  constructor(options: { readonly pool: Pool; readonly demo: boolean; readonly machine?: MachineClock }) {
    this.#machine = options.machine ?? MACHINE;
    this.#pool = options.pool;
    this.#demo = options.demo;
  }

  now(): Date {
    const wall = this.#machine.wall() - this.#read.wall;
    const steady = this.#machine.steady() - this.#read.steady;
    if (Math.abs(wall - steady) > JUMP_MS) this.#lookAgain();
    // Until the database has answered, the later of the two: what is set by it may be late, but is never due too early.
    return new Date(this.#read.databaseMs + Math.max(wall, steady) + this.#offsetMs);
  }

  #lookAgain(): void {
    if (this.#isLooking) return;
    this.#isLooking = true;
    this.refresh()
      .catch(() => undefined)
      .finally(() => (this.#isLooking = false));
  }

  async advance(duration: string): Promise<Date> {
    this.#assertDemonstration();
    const from = Temporal.Instant.fromEpochMilliseconds(this.now().getTime()).toZonedDateTimeISO('UTC');
    const by = from.add(Temporal.Duration.from(duration)).epochMilliseconds - from.epochMilliseconds;
    if (by <= 0) throw new RangeError(`Expected a duration forward, got '${duration}'.`);
    await this.#ask('advance_clock', ADVANCE, [by]);
    return this.now();
  }

  async moveTo(instant: Date): Promise<void> {
    this.#assertDemonstration();
    await this.#ask('move_clock', MOVE_TO, [instant]);
  }

  async advanceTo(instant: Date): Promise<void> {
    this.#assertDemonstration();
    await this.#ask('advance_clock_to', ADVANCE_TO, [instant]);
  }

  refresh(): Promise<void> {
    return this.#ask('read_clock', READ, []);
  }

  async #ask(name: string, text: string, values: readonly unknown[]): Promise<void> {
    const answer = await this.#pool.query<{ database_ms: number; offset_ms: number }>({
      name,
      text,
      values: [...values],
    });
    const row = answer.rows[0];
    if (row === undefined) return;
    // As if the answer had taken no time: behind the database by its way back, never before it, so that what is made
    // due now is due there as well.
    this.#read = { databaseMs: row.database_ms, wall: this.#machine.wall(), steady: this.#machine.steady() };
    const advanced = row.offset_ms > this.#offsetMs;
    this.#offsetMs = row.offset_ms;
    if (advanced) for (const listener of this.#listeners) listener();
  }

  #assertDemonstration(): void {
    if (!this.#demo) throw new Error('The clock moves by hand only in a demonstration.');
  }

  onAdvance(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  poll(): void {
    const wait = this.#demo ? POLL_MS : DRIFT_POLL_MS;
    this.#timer = setTimeout(() => {
      // A database that is away is somebody else's alarm; the last known offset stays right meanwhile.
      this.refresh()
        .catch(() => undefined)
        .finally(() => {
          if (this.#timer !== null) this.poll();
        });
    }, wait).unref();
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
