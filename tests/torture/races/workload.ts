/**
 * T08: things that happen at the same moment on three nodes of one database: every contest as often as it says, in an
 * order shuffled by the seed, and afterwards the audit.
 */
import { auditDatabase } from '#engine/testing';
import { inLanes, startCluster, type Cluster } from '../cluster.ts';
import { createRandom, shuffled } from '../random.ts';
import { contended } from '../stories.ts';
import { timeBox, type Workload } from '../workload.ts';
import { CONTESTS, PROCESSES } from './contests.ts';

const FLOOR = 4_700;
const LANES = 3;
const NODES = 3;

/** Of the contests; each one is a difference besides, as no contest lets its callers meet an error of the database. */
const VISIBLE_SHARE_MAX = 0.001;

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
        const unique = `c${index}`;
        const problem = await contended(cluster, unique, (watched) => run(watched, random, unique));
        if (problem !== null) differences.push(`${kind}: ${problem}`);
        count += decides;
        held[kind] = (held[kind] ?? 0) + decides;
        if ((index + 1) % 500 === 0) report(`${count} contests`);
      });
      const audit = await auditDatabase(cluster.database.url);
      const lostRaces = lostRacesOf(cluster, differences);
      const { visible } = lostRaces;
      if (visible > count * VISIBLE_SHARE_MAX)
        differences.push(`${visible} callers of ${count} contests were told of a race that the server lost.`);
      return {
        ...{ seed, count, floor: wanted ?? FLOOR, held, lostRaces, audited: audit.roots },
        differences: [...differences, ...audit.problems],
      };
    } finally {
      await cluster.close();
    }
  },
};

interface LostRaces {
  /** Met by the nodes and tried again inside, by code. */
  readonly seen: Readonly<Record<string, number>>;
  /** Contests in which a caller was told. */
  readonly visible: number;
}

function lostRacesOf({ nodes }: Cluster, differences: readonly string[]): LostRaces {
  const seen: Record<string, number> = {};
  for (const { lostRaces } of nodes)
    for (const [code, times] of Object.entries(lostRaces)) seen[code] = (seen[code] ?? 0) + times;
  const codes = Object.keys(seen);
  return { seen, visible: differences.filter((text) => codes.some((code) => text.includes(code))).length };
}
