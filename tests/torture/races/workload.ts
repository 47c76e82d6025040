/**
 * T08: things that happen at the same moment on three nodes of one database: every contest as often as it says, in an
 * order shuffled by the seed, and afterwards the audit.
 */
import { auditDatabase } from '#engine/testing';
import { inLanes, startCluster } from '../cluster.ts';
import { createRandom, shuffled } from '../random.ts';
import { timeBox, type Workload } from '../workload.ts';
import { CONTESTS, PROCESSES } from './contests.ts';

const FLOOR = 4_700;
const LANES = 3;
const NODES = 3;

export const races: Workload = {
  what: 'what happens at the same moment on three nodes',
  async run({ seed, boxMs, count: wanted, newDatabase, report }) {
    const random = createRandom(seed);
    const cluster = await startCluster(await newDatabase(), NODES, PROCESSES);
    const isInTime = timeBox(boxMs);
    const differences: string[] = [];
    const held: Record<string, number> = {};
    let count = 0;
    const goesOn = (): boolean => isInTime() && (wanted === null || count < wanted);
    const all = Object.entries(CONTESTS).flatMap(([kind, { times }]) => Array<string>(times).fill(kind));
    const order = shuffled(all, seed);
    try {
      await inLanes(order.length, LANES, goesOn, async (index) => {
        const kind = order[index]!;
        const { run, decides = 1 } = CONTESTS[kind]!;
        const problem = await run(cluster, random, `c${index}`);
        if (problem !== null) differences.push(`${kind}: ${problem}`);
        count += decides;
        held[kind] = (held[kind] ?? 0) + decides;
        if ((index + 1) % 500 === 0) report(`${count} contests`);
      });
      const audit = await auditDatabase(cluster.database.url);
      return {
        ...{ seed, count, floor: wanted ?? FLOOR, held, audited: audit.roots },
        differences: [...differences, ...audit.problems],
      };
    } finally {
      await cluster.close();
    }
  },
};
