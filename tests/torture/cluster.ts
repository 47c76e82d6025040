/** Several nodes on one database with a few small processes, for duplicates and races. */
import type { TaskHandler } from '#engine';
import { ANNA, createNode, deployAll, type Node } from '../engine/store/host.ts';
import type { ProcessBuilder } from '../support/process-builder.ts';
import type { TestDatabase } from '../support/test-server.ts';

export interface Cluster {
  readonly database: TestDatabase;
  readonly nodes: readonly Node[];
  start(processKey: string, businessKey?: string): Promise<string>;
  /** The open task of the instance at the element; null when there is none. */
  taskAt(instanceId: string, element: string): Promise<string | null>;
  /** Elements at which tasks are open, sorted. */
  tasksOf(instanceId: string): Promise<readonly string[]>;
  /** How many events of the kind at the element its history has. */
  countEvents(instanceId: string, kind: string, elementId?: string): Promise<number>;
  close(): Promise<void>;
}

export async function startCluster(
  database: TestDatabase,
  nodeCount: number,
  processes: readonly ProcessBuilder[],
  handlersOf: (node: number) => Readonly<Record<string, TaskHandler>> = () => ({}),
): Promise<Cluster> {
  const nodes = Array.from({ length: nodeCount }, (_, index) => createNode(database.url, handlersOf(index)));
  const [first] = nodes as [Node];
  await deployAll(first.engine, ...processes.map((process) => process.xml()));
  const openTasks = async (instanceId: string): Promise<readonly { id: string; elementId: string }[]> => {
    const view = await first.engine.views.instance(instanceId);
    return view!.userTasks.filter((task) => task.state === 'ready' || task.state === 'planned');
  };
  return {
    database,
    nodes,
    async start(processKey, businessKey) {
      return (await first.engine.startInstance({ processKey, businessKey }, { actor: ANNA })).instanceId;
    },
    async taskAt(instanceId, element) {
      return (await openTasks(instanceId)).find((task) => task.elementId === element)?.id ?? null;
    },
    async tasksOf(instanceId) {
      return (await openTasks(instanceId)).map((task) => task.elementId).sort();
    },
    async countEvents(instanceId, kind, elementId) {
      const history = await first.engine.views.history({ instanceId, limit: 10_000 });
      return history.filter(
        (event) =>
          event.kind === kind &&
          (elementId === undefined || (event as { elementId?: string }).elementId === elementId),
      ).length;
    },
    async close() {
      for (const node of nodes) await node.close();
      await database.drop();
    },
  };
}

/** How the calls that were sent at the same moment ended. */
export interface Outcomes<T> {
  readonly answers: readonly T[];
  /** Codes of the refusals, or messages of what is no refusal. */
  readonly refusals: readonly string[];
}

export async function atOnce<T>(calls: readonly (() => Promise<T>)[]): Promise<Outcomes<T>> {
  const settled = await Promise.allSettled(calls.map((call) => call()));
  const answers: T[] = [];
  const refusals: string[] = [];
  for (const one of settled) {
    if (one.status === 'fulfilled') answers.push(one.value);
    else refusals.push(codeOf(one.reason));
  }
  return { answers, refusals };
}

function codeOf(error: unknown): string {
  const { code, message } = (error ?? {}) as { code?: string; message?: string };
  return code ?? message ?? String(error);
}

/** Runs `lanes` loops over the numbers below `count` while there is time; returns how many were begun. */
export async function inLanes(
  count: number,
  lanes: number,
  hasTime: () => boolean,
  one: (index: number) => Promise<void>,
): Promise<number> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count && hasTime()) await one(next++);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return next;
}
