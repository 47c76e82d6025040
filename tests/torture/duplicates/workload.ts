/**
 * T07: the same thing delivered several times at once over two nodes: requests with one key, with one key and another
 * body, without a key, the same message, and the same job by a worker whose lease has run out. One effect each. A whole
 * run also asks over HTTP, where people hang up (requests.ts).
 */
import { auditDatabase } from '#engine/testing';
import type { Engine, TaskHandler } from '#engine';
import { ANNA } from '../../engine/store/host.ts';
import { aProcess } from '../../support/process-builder.ts';
import { atOnce, inLanes, startCluster, type Cluster } from '../cluster.ts';
import { createRandom, type Random } from '../random.ts';
import { contended } from '../stories.ts';
import { timeBox, type Workload } from '../workload.ts';
import { openDoors, tryRefusals, tryRequest } from './requests.ts';

const FLOOR = 1_000;
const LANES = 4;
const NODES = 2;
/** Over HTTP, in a run of at least this length. */
const REQUEST_GROUPS = 300;
const WHOLE_MS_MIN = 60_000;
const actor = ANNA;

const PROCESSES = [
  aProcess('plain').start().userTask('first').userTask('second').end(),
  aProcess('caught').start().catchMessage('wait', 'paid').userTask('second').end(),
  aProcess('outside').start().action('call', 'remote').userTask('second').end(),
];

/** Null: as it should be. */
type Group = (cluster: Cluster, random: Random, unique: string) => Promise<string | null>;

export const duplicates: Workload = {
  what: 'requests, messages and jobs that are delivered several times',
  async run({ seed, boxMs, count, isQuick, newDatabase }) {
    const random = createRandom(seed);
    const cluster = await startCluster(await newDatabase(), NODES, PROCESSES, workers);
    const differences: string[] = [];
    const isInTime = timeBox(boxMs);
    const hasTime = (): boolean => isInTime() && !(isQuick && differences.length > 0);
    try {
      const kinds = Object.keys(GROUPS);
      const groups = await inLanes(count ?? FLOOR, LANES, hasTime, async (index) => {
        const kind = kinds[index % kinds.length]!;
        const unique = `g${index}`;
        const run = GROUPS[kind]!;
        const problem = await contended(cluster, unique, (watched) => run(watched, random, unique));
        if (problem !== null) differences.push(`${kind}: ${problem}`);
      });
      const isWhole = (count ?? FLOOR) >= FLOOR && (boxMs ?? WHOLE_MS_MIN) >= WHOLE_MS_MIN;
      const requests = isWhole ? await askOverHttp(cluster.database.url, { seed, random, hasTime }) : null;
      differences.push(...(requests?.problems ?? []));
      const audit = await auditDatabase(cluster.database.url);
      return {
        seed,
        count: groups + (requests?.groups ?? 0),
        requests: requests?.groups ?? 0,
        floor: count ?? FLOOR,
        audited: audit.roots,
        differences: [...differences, ...audit.problems],
      };
    } finally {
      await cluster.close();
    }
  },
};

interface Requests {
  readonly groups: number;
  readonly problems: readonly string[];
}

async function askOverHttp(
  databaseUrl: string,
  { seed, random, hasTime }: { readonly seed: number; readonly random: Random; hasTime(): boolean },
): Promise<Requests> {
  const doors = await openDoors(databaseUrl);
  const problems: string[] = [];
  try {
    const groups = await inLanes(REQUEST_GROUPS, LANES, hasTime, async (index) => {
      const problem = await tryRequest(doors, random, index);
      if (problem !== null) problems.push(problem);
    });
    return { groups, problems: [...problems, ...(await tryRefusals(doors, seed))] };
  } finally {
    await doors.close();
  }
}

/** Sends the same 2 to 10 times at once, in turn over the nodes. */
function repeated<T>(
  { nodes }: Cluster,
  random: Random,
  send: (engine: Engine, copy: number) => Promise<T>,
): ReturnType<typeof atOnce<T>> {
  const copies = Array.from({ length: random.between(2, 10) }, (_, index) => index);
  return atOnce(copies.map((copy) => () => send(nodes[copy % nodes.length]!.engine, copy)));
}

const GROUPS: Readonly<Record<string, Group>> = {
  async 'start with one key'(cluster, random, unique) {
    const { answers, refusals } = await repeated(cluster, random, (engine) =>
      engine.startInstance({ processKey: 'plain', businessKey: unique }, { actor, idempotencyKey: unique }),
    );
    const ids = new Set(answers.map((answer) => answer.instanceId));
    const { rows } = await cluster.nodes[0]!.pool.query(
      'select 1 from engine.process_instance where business_key = $1',
      [unique],
    );
    return refusals.length === 0 && ids.size === 1 && rows.length === 1
      ? null
      : `expected one instance, but there are ${rows.length}, ${ids.size} answers and ${refusals.join(', ')}`;
  },

  async 'complete with one key'(cluster, random, unique) {
    const instanceId = await cluster.start('plain');
    const taskId = (await cluster.taskAt(instanceId, 'first'))!;
    const { answers, refusals } = await repeated(cluster, random, (engine) =>
      engine.completeUserTask({ taskId, variables: { n: 1 } }, { actor, idempotencyKey: unique }),
    );
    if (refusals.length > 0) return `expected the same answer for all, but got ${refusals.join(', ')}`;
    if (answers.some((answer) => answer.instanceId !== instanceId)) return 'expected one answer';
    return onceCompleted(cluster, instanceId);
  },

  async 'complete with one key and another body'(cluster, random, unique) {
    const instanceId = await cluster.start('plain');
    const taskId = (await cluster.taskAt(instanceId, 'first'))!;
    const { answers, refusals } = await repeated(cluster, random, (engine, copy) =>
      engine.completeUserTask({ taskId, variables: { n: copy % 2 } }, { actor, idempotencyKey: unique }),
    );
    if (answers.length === 0) return `expected one body to win, but all were refused: ${refusals.join(', ')}`;
    const wrong = refusals.filter((code) => code !== 'ENG_IDEMPOTENCY_KEY_REUSED');
    if (wrong.length > 0)
      return `expected the other body to be refused by its key, but got ${wrong.join(', ')}`;
    return onceCompleted(cluster, instanceId);
  },

  async 'complete without a key'(cluster, random) {
    const instanceId = await cluster.start('plain');
    const taskId = (await cluster.taskAt(instanceId, 'first'))!;
    const { answers, refusals } = await repeated(cluster, random, (engine) =>
      engine.completeUserTask({ taskId }, { actor }),
    );
    const wrong = refusals.filter((code) => code !== 'ENG_USER_TASK_NOT_OPEN');
    if (answers.length !== 1 || wrong.length > 0) {
      return `expected one winner, but ${answers.length} won and there was ${wrong.join(', ')}`;
    }
    return onceCompleted(cluster, instanceId);
  },

  async 'message with one key'(cluster, random, unique) {
    const instanceId = await cluster.start('caught', unique);
    const request = { name: 'paid', correlationKey: unique };
    const { answers, refusals } = await repeated(cluster, random, (engine) =>
      engine.correlateMessage(request, { actor, idempotencyKey: unique }),
    );
    if (refusals.length > 0) return `expected the same answer for all, but got ${refusals.join(', ')}`;
    const texts = new Set(answers.map((answer) => JSON.stringify([answer.instanceIds, answer.started])));
    return texts.size === 1 ? arrivedOnce(cluster, instanceId) : `expected one answer, got ${texts.size}`;
  },

  async 'message without a key'(cluster, random, unique) {
    const instanceId = await cluster.start('caught', unique);
    const request = { name: 'paid', correlationKey: unique };
    const { answers, refusals } = await repeated(cluster, random, (engine) =>
      engine.correlateMessage(request, { actor }),
    );
    const wrong = refusals.filter((code) => code !== 'ENG_MESSAGE_NOT_CORRELATED');
    if (answers.length !== 1 || wrong.length > 0) {
      return `expected one receiver, but there were ${answers.length} and ${wrong.join(', ')}`;
    }
    return arrivedOnce(cluster, instanceId);
  },

  /**
   * The first worker sleeps through its lease; another takes the job, and then the first one wakes up. One lane at a
   * time: whoever runs the due jobs takes those of all lanes.
   */
  'job of a zombie': inTurn(async (cluster) => {
    const [one, other] = cluster.nodes as [Cluster['nodes'][number], Cluster['nodes'][number]];
    const instanceId = await cluster.start('outside');
    const asleep = sleepers.wait(instanceId);
    const first = one.engine.runDueJobs();
    await asleep.begun;
    const lease = `update engine.job set lease_until = clock_timestamp() - interval '1 second'
      where root_instance_id = $1`;
    await one.pool.query(lease, [instanceId]);
    await other.engine.runDueJobs();
    asleep.wake();
    await first;
    const view = await one.engine.views.instance(instanceId);
    const done = await cluster.countEvents(instanceId, 'ElementCompleted', 'call');
    if (done !== 1) return `expected the job to be done once, but it was done ${done} times`;
    return view!.variables.by === 1
      ? null
      : `expected the second worker's result, but got ${view!.variables.by}`;
  }),
};

function inTurn(group: Group): Group {
  let last: Promise<unknown> = Promise.resolve();
  return (...args) => {
    const result = last.then(() => group(...args));
    last = result.catch(() => undefined);
    return result;
  };
}

async function onceCompleted(cluster: Cluster, instanceId: string): Promise<string | null> {
  const completed = await cluster.countEvents(instanceId, 'UserTaskCompleted');
  const tasks = await cluster.tasksOf(instanceId);
  return completed === 1 && tasks.join() === 'second'
    ? null
    : `expected one completion, but there were ${completed}, and ${tasks.join()} is open`;
}

async function arrivedOnce(cluster: Cluster, instanceId: string): Promise<string | null> {
  const passed = await cluster.countEvents(instanceId, 'ElementCompleted', 'wait');
  return passed === 1 ? null : `expected the message to arrive once, but it arrived ${passed} times`;
}

/** Workers of the first node sleep while somebody says so. */
const sleepers = (() => {
  const asleep = new Map<string, { begin(): void; readonly end: Promise<void> }>();
  return {
    wait(instanceId: string): { readonly begun: Promise<void>; wake(): void } {
      let begin: () => void = () => undefined;
      let wake: () => void = () => undefined;
      const begun = new Promise<void>((resolve) => (begin = resolve));
      const end = new Promise<void>((resolve) => (wake = resolve));
      asleep.set(instanceId, { begin, end });
      return { begun, wake };
    },
    async sleep(instanceId: string): Promise<void> {
      const one = asleep.get(instanceId);
      asleep.delete(instanceId);
      one?.begin();
      await one?.end;
    },
  };
})();

/** Whoever gets the job first sleeps, whichever node it is. */
const workers = (): Readonly<Record<string, TaskHandler>> => {
  return {
    remote: {
      mode: 'job',
      async run(_input, { instanceId }) {
        const isFirst = !taken.has(instanceId);
        taken.add(instanceId);
        if (isFirst) await sleepers.sleep(instanceId);
        return { kind: 'ok', output: { by: isFirst ? 0 : 1 } };
      },
    },
  };
};
const taken = new Set<string>();
