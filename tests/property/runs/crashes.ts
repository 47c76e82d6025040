/**
 * T02: random processes on PostgreSQL, and the process that serves them dies at random statements: before one reaches
 * the server, or after it took effect and before anybody is told. The next process finds the state of before or of
 * after, nothing between, goes on, and all ends as in the reference.
 */
import { createTestEngine, type TestEngine } from '#engine/testing';
import pg from 'pg';
import type { TestDatabase } from '../../support/test-server.ts';
import { createRandom, type Random } from '../../torture/random.ts';
import { startStatementProxy, type StatementProxy } from '../../torture/statements/statement-proxy.ts';
import { timeBox, type Workload } from '../../torture/workload.ts';
import { ReferenceInterpreter } from '../reference/interpreter.ts';
import { viewOf, type View } from '../reference/view.ts';
import { engineView } from './engine-view.ts';
import { databaseClock, HANDLERS, prepare, type DatabaseClock } from './hosts.ts';
import { inLanes } from './lanes.ts';
import { described, modelsFrom, pathSeedOf, type Model } from './models.ts';
import {
  chooseStep,
  differencesBetween,
  filesOf,
  firstVariables,
  messageOfError,
  pathOf,
  type Step,
} from './run-model.ts';

/** Deaths. */
const FLOOR = 6_000;
const STEPS_MAX = 30;
/** The statements of one step are about so many; beyond the last one nobody dies. */
const STATEMENT_MAX = 14;
const DEATH_SHARE = 0.6;
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
    const databases: TestDatabase[] = [];
    const draws = modelsFrom(seed);
    let models = 0;
    let runs = 0;
    let deaths = 0;
    const goesOn = (): boolean => deaths < wanted && differences.length === 0 && hasTime();
    const note = (found: number): void => {
      if (Math.floor((deaths + found) / REPORT_EVERY) > Math.floor(deaths / REPORT_EVERY))
        report(`${deaths + found} deaths in ${runs} runs of ${models} models`);
      deaths += found;
    };
    try {
      const lanes = boxMs !== null && boxMs < MANY_LANES_MS_MIN ? 1 : LANES;
      for (let lane = 0; lane < lanes; lane++) databases.push(await newDatabase());
      await inLanes(lanes, async (lane) => {
        if (!goesOn()) return false;
        const model = draws.next().value;
        models += 1;
        for (let rank = 0; rank < PATHS_PER_MODEL && goesOn(); rank++) {
          const result = await runWithDeaths(model, pathSeedOf(model, rank), databases[lane]!.url);
          runs += 1;
          note(result.deaths);
          if (result.difference !== null) differences.push(result.difference);
        }
        return true;
      });
    } finally {
      for (const database of databases) await database.drop();
    }
    return { seed, count: deaths, floor: wanted, models, runs, differences };
  },
};

interface Result {
  readonly deaths: number;
  readonly difference: string | null;
}

async function runWithDeaths(model: Model, pathSeed: number, databaseUrl: string): Promise<Result> {
  const { process } = model;
  const random = createRandom(pathSeed);
  await prepare(databaseUrl);
  const clock = await databaseClock(databaseUrl);
  const server = new Server(databaseUrl, clock);
  const path = pathOf(process, random, true);
  const taken: string[] = [];
  const report = (what: string | null): Result => ({
    deaths: server.deaths,
    difference: what && described(process, pathSeed, `After ${taken.join(', ')}:\n${what}`),
  });
  try {
    await server.begin();
    await server.engine.deploy(filesOf(process));
    const variables = firstVariables(random);
    const id = await server.engine.start(process.key, { variables });
    const reference = new ReferenceInterpreter(process, variables);
    await server.engine.runDueJobs();
    for (let count = 0; count < STEPS_MAX && !reference.root.ended; count++) {
      const step = chooseStep(reference, path);
      if (!step) break;
      taken.push(step.what);
      await clock.setBack(server.engine.now());
      const before = viewOf(reference.root);
      step.onReference(reference);
      const problem = await server.take(step, { id, before, after: viewOf(reference.root), random });
      if (problem !== null) return report([problem, ...(await server.engine.story(id))].join('\n'));
    }
    return report(null);
  } catch (error) {
    return report(messageOfError(error));
  } finally {
    await server.end();
    await clock.end();
  }
}

let seeds = 1_000_000;

/** The process that serves: an engine behind a proxy that can end it. */
class Server {
  deaths = 0;
  private readonly databaseUrl: string;
  private readonly clock: DatabaseClock;
  /** From when the reference counts minutes. */
  private beganAt: number | null = null;
  private proxy: StatementProxy | null = null;
  private current: TestEngine | null = null;

  constructor(databaseUrl: string, clock: DatabaseClock) {
    this.databaseUrl = databaseUrl;
    this.clock = clock;
  }

  get engine(): TestEngine {
    return this.current!;
  }

  /** At the time of the one before. */
  async begin(): Promise<void> {
    if (this.current) await this.clock.setBack(this.current.now());
    this.proxy = await startStatementProxy(this.databaseUrl);
    const databaseUrl = this.proxy.url;
    seeds += 1;
    this.current = await createTestEngine({
      store: 'postgres',
      databaseUrl,
      seed: seeds,
      handlers: HANDLERS,
    });
    this.beganAt ??= Date.parse(this.current.now());
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
    expected: { readonly id: string; readonly before: View; readonly after: View; readonly random: Random },
  ): Promise<string | null> {
    const { id, before, after, random } = expected;
    if (random.next() < DEATH_SHARE) {
      const k = random.between(1, STATEMENT_MAX);
      this.proxy!.armDeath(k, random.next() < 0.5 ? 'F1' : 'F2');
    }
    const work = step.onEngine(this.engine, id).then(() => this.engine.runDueJobs());
    const outcome = await Promise.race([
      work.then(
        () => null,
        (error: unknown) => error,
      ),
      this.untilDead(),
    ]);
    if (!this.proxy!.disarm().isMet) {
      if (outcome !== null && outcome !== DEAD) throw outcome;
      return this.compare(id, after);
    }
    this.deaths += 1;
    await this.end();
    await this.begin();
    await this.freeLeases();
    await this.engine.runDueJobs();
    if ((await this.compare(id, after)) === null) return null;
    const notDone = await this.compare(id, before);
    if (notDone !== null) return `neither before nor after the step:\n${notDone}`;
    await step.onEngine(this.engine, id);
    await this.engine.runDueJobs();
    return this.compare(id, after);
  }

  private async untilDead(): Promise<typeof DEAD> {
    await this.proxy!.dead;
    return DEAD;
  }

  private async compare(id: string, expected: View): Promise<string | null> {
    const actual = engineView(await this.engine.snapshot(id), this.beganAt!);
    const differences = differencesBetween(expected, actual);
    return differences.length === 0 ? null : differences.join('\n');
  }

  /** What a dead process held is free after a while; here at once. */
  private async freeLeases(): Promise<void> {
    const client = new pg.Client({ connectionString: this.databaseUrl });
    await client.connect();
    await client.query('update engine.job set lease_until = null, lease_owner = null');
    await client.end();
  }
}

const DEAD = Symbol('the process is dead');
