/**
 * T02: random processes on PostgreSQL, and the process that serves them dies at random statements: before one reaches
 * the server, before its COMMIT does, or after it took effect and before anybody is told. The next process finds the state
 * of before or of after, nothing between, goes on, and all ends as in the reference; a restart by itself changes no row.
 * Now and then the server only refuses a statement, ends a session, answers late or falls silent: then nobody dies.
 */
import { createTestEngine, type TestEngine } from '#engine/testing';
import { createRandom, type Random } from '../../torture/random.ts';
import {
  startStatementProxy,
  type DeadlyFault,
  type Fault,
  type Stall,
  type StatementProxy,
} from '../../torture/statements/statement-proxy.ts';
import { timeBox, type Workload } from '../../torture/workload.ts';
import { ReferenceInterpreter } from '../reference/interpreter.ts';
import { EndlessFile } from '../reference/run.ts';
import type { Process } from '../grammar/tree.ts';
import type { View } from '../reference/view.ts';
import { deployModel, withHandlers } from './hosts.ts';
import { LaneDatabases, type LaneDatabase } from './lane-database.ts';
import { inLanes } from './lanes.ts';
import { described, modelsFrom, pathThrough } from './models.ts';
import { chooseStep, firstVariables, pathOf, startAnother, type Step } from './choose-step.ts';
import { differencesIn, messageOfError, type ModelRun } from './run-model.ts';
import { isOutOfTime, RealTime, unlessHeldUp } from './real-time.ts';
import { Roots, viewsOf } from './roots.ts';
import { startOf } from './starts.ts';
import { dumpDifference, stateDump } from './state-dump.ts';

/** Deaths. */
const FLOOR = 6_000;
const STEPS_MAX = 30;
/** The statements of one step are about so many; beyond the last one nobody dies. */
const STATEMENT_MAX = 14;
const FAULT_SHARE = 0.6;
const DEADLY = ['F1', 'F2', 'F3', 'F4'] as const satisfies readonly DeadlyFault[];
const REFUSALS = ['40001', '40P01', '57P01'] as const satisfies readonly Fault[];
const REFUSAL_SHARE = 0.25;
const SLOWNESS_SHARE = 0.04;
const SILENCE_SHARE = 0.02;
/** So long a connection may be silent; the server sooner ends what it had begun, or the next try waits for its locks. */
const SILENT_MS = 3_000;
const LEFT_OPEN_MS = 1_000;
/** Of the deaths, those after which everything is written down before and after one more restart. */
const DUMP_SHARE = 0.25;
const PATHS_PER_MODEL = 2;
/** Models on their way at once, each lane with a database of its own. */
const LANES = 4;
/** A shorter run is over before so many databases are made. */
const MANY_LANES_MS_MIN = 60_000;
const REPORT_EVERY = 500;

export const crashes: Workload = {
  what: 'random processes on PostgreSQL whose server process dies at random statements',
  async run({ seed, boxMs, count, newDatabase, report }) {
    const hasTime = timeBox(boxMs);
    const wanted = count ?? FLOOR;
    const differences: string[] = [];
    const databases = new LaneDatabases(newDatabase);
    const draws = modelsFrom(seed);
    let models = 0;
    let runs = 0;
    let deaths = 0;
    let refusals = 0;
    let dumps = 0;
    const goesOn = (): boolean => deaths < wanted && differences.length === 0 && hasTime();
    const note = (found: number): void => {
      if (Math.floor((deaths + found) / REPORT_EVERY) > Math.floor(deaths / REPORT_EVERY))
        report(`${deaths + found} deaths in ${runs} runs of ${models} models`);
      deaths += found;
    };
    try {
      const lanes = boxMs !== null && boxMs < MANY_LANES_MS_MIN ? 1 : LANES;
      await inLanes(lanes, async (lane) => {
        if (!goesOn()) return false;
        const model = draws.next().value;
        models += 1;
        for (let rank = 0; rank < PATHS_PER_MODEL && goesOn(); rank++) {
          const database = await databases.of(lane);
          const result = await unlessHeldUp(() => runWithDeaths(pathThrough(model, rank), database));
          runs += 1;
          note(result.deaths);
          refusals += result.refusals;
          dumps += result.dumps;
          if (result.difference !== null) differences.push(result.difference);
        }
        return true;
      });
    } finally {
      await databases.drop();
    }
    return { seed, count: deaths, floor: wanted, models, runs, refusals, dumps, differences };
  },
};

interface Result {
  readonly deaths: number;
  readonly refusals: number;
  readonly dumps: number;
  readonly difference: string | null;
  readonly isHeldUp: boolean;
}

async function runWithDeaths({ process, pathSeed }: ModelRun, lane: LaneDatabase): Promise<Result> {
  const random = createRandom(pathSeed);
  await lane.empty();
  const server = new Server(lane, process);
  const path = pathOf(process, random, true);
  const time = new RealTime();
  const taken: string[] = [];
  const report = (what: string | null): Result => ({
    ...{ deaths: server.deaths, refusals: server.refusals, dumps: server.dumps },
    difference: what && described({ process, pathSeed }, `After ${taken.join(', ')}:\n${what}`),
    isHeldUp: time.wasHeldUp() || isOutOfTime(what),
  });
  try {
    await server.begin();
    await deployModel(server.engine, process);
    const reference = new ReferenceInterpreter(process);
    for (let rank = 0; rank < (process.partners || process.beginning ? 2 : 1); rank++) {
      const start = startAnother(startOf(process, rank, firstVariables(random), random));
      start.onReference(reference);
      await start.onEngine(server.engine, server.roots);
      await server.engine.runDueJobs();
    }
    for (let count = 0; count < STEPS_MAX && !reference.isOver; count++) {
      const step = chooseStep(reference, path);
      if (!step) break;
      taken.push(step.what);
      await lane.keepBack(server.engine.now());
      time.isSetBack();
      const before = viewsOf(reference);
      step.onReference(reference);
      const problem = await server.take(step, { before, after: viewsOf(reference), random });
      if (problem !== null)
        return report([problem, ...(await server.roots.stories(server.engine))].join('\n'));
    }
    return report(null);
  } catch (error) {
    return report(error instanceof EndlessFile ? null : messageOfError(error));
  } finally {
    await server.end();
  }
}

/** Null: a deadly one. */
function harmlessFault(random: Random): Fault | Stall | null {
  const share = random.next();
  if (share < SILENCE_SHARE) return 'F5';
  if (share < SILENCE_SHARE + SLOWNESS_SHARE) return 'F6';
  return share < REFUSAL_SHARE ? random.pick(REFUSALS) : null;
}

let seeds = 1_000_000;

/** The process that serves: an engine behind a proxy that can end it. */
class Server {
  deaths = 0;
  refusals = 0;
  dumps = 0;
  private readonly lane: LaneDatabase;
  private readonly process: Process;
  private known: Roots | null = null;
  private proxy: StatementProxy | null = null;
  private current: TestEngine | null = null;

  constructor(lane: LaneDatabase, process: Process) {
    this.lane = lane;
    this.process = process;
  }

  get engine(): TestEngine {
    return this.current!;
  }

  get roots(): Roots {
    return this.known!;
  }

  /** At the time of the one before. */
  async begin(): Promise<void> {
    if (this.current) await this.lane.setBack(this.current.now());
    this.proxy = await startStatementProxy(this.lane.url);
    const url = new URL(this.proxy.url);
    url.searchParams.set('options', `-c idle_in_transaction_session_timeout=${LEFT_OPEN_MS}`);
    seeds += 1;
    this.current = await createTestEngine({
      store: 'postgres',
      databaseUrl: url.href,
      silentMs: SILENT_MS,
      seed: seeds,
      ...withHandlers(this.lane.stored),
    });
    this.known ??= new Roots(this.process, this.current.now(), this.lane.stored);
  }

  async end(): Promise<void> {
    const { current, proxy } = this;
    // Whoever is dead cannot say goodbye.
    void current?.close().catch(() => undefined);
    await proxy?.close();
  }

  /** Null when in the end there is what there should be. */
  async take(
    step: Step,
    expected: {
      readonly before: readonly View[];
      readonly after: readonly View[];
      readonly random: Random;
    },
  ): Promise<string | null> {
    const { before, after, random } = expected;
    let isDeadly = false;
    if (random.next() < FAULT_SHARE) {
      const k = random.between(1, STATEMENT_MAX);
      const harmless = harmlessFault(random);
      isDeadly = harmless === null;
      if (harmless === null) this.proxy!.armDeath(k, random.pick(DEADLY));
      else this.proxy!.arm(k, harmless);
    }
    const work = step.onEngine(this.engine, this.roots).then(() => this.engine.runDueJobs());
    const outcome = await Promise.race([
      work.then(
        () => null,
        (error: unknown) => error,
      ),
      this.untilDead(),
    ]);
    if (!this.proxy!.disarm().isMet) {
      if (outcome !== null && outcome !== DEAD) throw outcome;
      return this.compare(after);
    }
    if (!isDeadly) {
      this.refusals += 1;
      // Whoever was told nothing must find it done.
      if (outcome === null) return this.compare(after);
      await this.lane.freeLeases();
      await this.engine.runDueJobs();
    } else {
      this.deaths += 1;
      await this.restart();
    }
    const notAfter = await this.compare(after);
    if (notAfter === null) return isDeadly && random.next() < DUMP_SHARE ? this.restartForNothing() : null;
    const notBefore = step.isOfMany ? null : await this.compare(before);
    if (notBefore !== null) return `neither before the step:\n${notBefore}\nnor after it:\n${notAfter}`;
    await step.onEngine(this.engine, this.roots);
    await this.engine.runDueJobs();
    return this.compare(after);
  }

  private async restart(): Promise<void> {
    await this.end();
    await this.begin();
    await this.lane.freeLeases();
    await this.engine.runDueJobs();
  }

  private async restartForNothing(): Promise<string | null> {
    const before = await stateDump(this.lane.pool);
    await this.restart();
    this.dumps += 1;
    return dumpDifference(before, await stateDump(this.lane.pool));
  }

  private async untilDead(): Promise<typeof DEAD> {
    await this.proxy!.dead;
    return DEAD;
  }

  private async compare(expected: readonly View[]): Promise<string | null> {
    const differences = differencesIn(expected, await this.roots.views(this.engine));
    return differences.length === 0 ? null : differences.join('\n');
  }
}

const DEAD = Symbol('the process is dead');
