/**
 * T01: random processes on the engine and on the reference, the same after every step. Several models are on their way
 * at once, each deployed once and walked along several paths. In a run of the whole length all but a tenth of them are
 * on PostgreSQL, where the engine object is thrown away now and then; in a short one most are in memory. A difference is
 * made smaller by fast-check. Recorded cases come before all.
 */
import { timeBox, type Workload } from '../../torture/workload.ts';
import { Coverage } from '../grammar/coverage.ts';
import type { Process } from '../grammar/tree.ts';
import { memoryHost, postgresHost, type ModelHost } from './hosts.ts';
import { LaneDatabases } from './lane-database.ts';
import { inLanes } from './lanes.ts';
import { coveringModels, described, pathThrough, shrunk, type Model } from './models.ts';
import { unlessHeldUp } from './real-time.ts';
import { regressions } from './regressions.ts';
import { messageOfError, runModel, type ModelRun, type RunReport } from './run-model.ts';

const FLOOR = 10_000;
const PATHS_PER_MODEL = 5;
/** Models on their way at once, each lane with a database of its own. */
const LANES = 8;
/** A run of this length counts as whole. */
const WHOLE_MS_MIN = 60_000;
/** In a whole run one model in so many is in memory, in a short one on PostgreSQL. */
const OTHER_STORE_SHARE = 10;
const SHRINK_MS_MAX = 60_000;
/** More of them say little about the engine. */
const ENDLESS_SHARE_MAX = 0.02;
const ENDLESS_MIN = 10;
const REPORT_EVERY = 500;

type NewHost = (process: Process) => Promise<ModelHost>;

export const modelRandom: Workload = {
  what: 'random processes against the reference interpreter',
  async run({ seed, boxMs, count, isQuick, newDatabase, report }) {
    const wanted = count ?? (boxMs === null ? FLOOR : Infinity);
    const isWhole = wanted >= FLOOR && (boxMs === null || boxMs >= WHOLE_MS_MIN);
    const hasTime = timeBox(boxMs);
    const coverage = new Coverage();
    const databases = new LaneDatabases(newDatabase);
    const draws = coveringModels(seed, coverage);
    const differences: string[] = [];
    let hasFailed = false;
    let begun = 0;
    let runs = 0;
    let onPostgres = 0;
    let steps = 0;
    let models = 0;
    let heard = 0;
    let repeated = 0;
    let endless = 0;

    const goesOn = (): boolean => begun < wanted && !hasFailed && hasTime();

    const walk = async (model: Model, lane: number): Promise<void> => {
      const isOther = model.number % OTHER_STORE_SHARE === 1;
      const isOnPostgres = isWhole !== isOther;
      const newHost: NewHost = async (process) =>
        isOnPostgres ? postgresHost(process, await databases.of(lane)) : memoryHost(process);
      const { process } = model;
      const on: { host: ModelHost | null } = { host: null };
      for (let rank = 0; rank < (isWhole ? PATHS_PER_MODEL : 1) && goesOn(); rank++) {
        begun += 1;
        const run = pathThrough(model, rank);
        let what: string | null;
        try {
          const result = await unlessHeldUp(async () => {
            on.host ??= await newHost(process);
            const taken = await runModel(run, on.host);
            // What is left of it may come due by itself.
            if (taken.isHeldUp) await shut(on);
            return taken;
          });
          steps += result.steps;
          coverage.note(process, result.reached);
          heard += result.heard;
          if (result.isEndless) endless += 1;
          what = result.difference;
        } catch (error) {
          what = messageOfError(error);
        }
        runs += 1;
        if (isOnPostgres) onPostgres += 1;
        if (runs % REPORT_EVERY === 0) report(`${runs} runs of ${models} models, ${steps} steps`);
        if (what === null || hasFailed) continue;
        // The first one ends the run; the other lanes stop where they are.
        hasFailed = true;
        differences.push(await smallest(model, run, what, isQuick ? null : newHost));
      }
      await shut(on);
    };

    const again = async (run: ModelRun, newHost: NewHost): Promise<void> => {
      const what = await differenceOf(run, newHost);
      repeated += 1;
      if (what !== null) differences.push(`recorded ${described(run, what)}`);
    };

    try {
      for (const run of regressions()) {
        await again(run, (process) => memoryHost(process));
        if (isWhole) await again(run, async (process) => postgresHost(process, await databases.of(0)));
      }
      hasFailed = differences.length > 0;
      await inLanes(LANES, async (lane) => {
        if (!goesOn()) return false;
        const model = draws.next().value;
        models += 1;
        await walk(model, lane);
        return true;
      });
    } finally {
      await databases.drop();
    }
    if (endless > ENDLESS_MIN && endless > runs * ENDLESS_SHARE_MAX)
      differences.push(`${endless} of ${runs} paths came to no end.`);
    if (isWhole && boxMs === null && !hasFailed) {
      differences.push(...coverage.gaps());
      if (heard === 0) differences.push('No message went from one pool to another.');
    }
    const { kinds, missing, projectedShort } = coverage;
    return {
      seed,
      count: runs,
      floor: wanted,
      models,
      onPostgres,
      steps,
      heard,
      repeated,
      endless,
      kinds,
      missing,
      projectedShort,
      differences,
    };
  },
};

async function shut(on: { host: ModelHost | null }): Promise<void> {
  const { host } = on;
  on.host = null;
  await host?.close();
}

/** One path on a host of its own; null: none. */
function differenceOf(run: ModelRun, newHost: NewHost): Promise<string | null> {
  const once = async (): Promise<RunReport> => {
    const host = await newHost(run.process);
    try {
      return await runModel(run, host);
    } finally {
      await host.close();
    }
  };
  return unlessHeldUp(once).then(({ difference }) => difference, messageOfError);
}

/** Without `newHost` it is told as it was found. */
async function smallest(model: Model, run: ModelRun, what: string, newHost: NewHost | null): Promise<string> {
  if (!newHost) return described(run, what);
  const fails = (process: Process): Promise<string | null> => differenceOf({ ...run, process }, newHost);
  const least = await shrunk(model, fails, performance.now() + SHRINK_MS_MAX);
  const seeds = `model ${model.seed} for ${model.wanted ?? 'nothing'}, path ${run.pathSeed}`;
  const told = least.what ?? `${what}\n(not found again)`;
  return `${seeds}\n${described({ ...run, process: least.process }, told)}`;
}
