/** A host for engines under test: real clock, real ids, no people, and a pool that counts what it sends. */
import { createEngine, createPostgresStore } from '#engine';
import type { Engine, EnginePorts, TaskHandler } from '#engine';
import pg from 'pg';
import { v7 } from 'uuid';
import type { TestDatabase } from '../../support/test-server.ts';

export type PostgresStore = ReturnType<typeof createPostgresStore>;
export type Write = Parameters<PostgresStore['write']>[0][number];

export const ANNA = { kind: 'user', id: 'anna' } as const;

export function testPorts(handlers: Readonly<Record<string, TaskHandler>> = {}): EnginePorts {
  const silent = (): void => undefined;
  return {
    clock: { now: () => new Date() },
    ids: { next: () => v7() },
    logger: { debug: silent, info: silent, warn: silent, error: silent },
    handlers: new Map(Object.entries(handlers)),
    records: { read: async (refs) => refs.map(() => null) },
    directory: {
      resolve: async () => ({ assignee: null, substituteFor: null, candidateUsers: [], candidateGroups: [] }),
    },
    calendars: { plan: async ({ from }) => from },
  };
}

/** A lost serialisation, a deadlock. */
const LOST_RACES = ['40001', '40P01'] as const;
type LostRace = (typeof LOST_RACES)[number];

export interface Node {
  readonly engine: Engine;
  readonly store: PostgresStore;
  readonly pool: pg.Pool;
  /** Round trips since the last call. */
  countRoundTrips(): number;
  /** How often the server refused a statement because of what others did, by code. */
  readonly lostRaces: Readonly<Record<LostRace, number>>;
  close(): Promise<void>;
}

/** One node on the database; several make a cluster. */
export function createNode(
  url: string,
  handlers?: Readonly<Record<string, TaskHandler>>,
  host: Partial<EnginePorts> = {},
): Node {
  const pool = new pg.Pool({ connectionString: url, max: 8 });
  // A lost connection shows where it is used.
  pool.on('error', () => undefined);
  let sent = 0;
  const lostRaces: Record<LostRace, number> = { '40001': 0, '40P01': 0 };
  const note = (error: unknown): void => {
    const code = LOST_RACES.find((one) => one === (error as { code?: string } | null)?.code);
    if (code) lostRaces[code] += 1;
  };
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...parameters: unknown[]) => unknown;
    // Every statement of the pool and of its clients goes through the client.
    Object.assign(client, {
      query: (...parameters: unknown[]) => {
        sent += 1;
        const told = parameters.at(-1);
        // The pool hears of the answer by a function, its clients by a promise.
        if (typeof told !== 'function') {
          const answer = query(...parameters);
          if (answer instanceof Promise) answer.catch(note);
          return answer;
        }
        const hear = (error: unknown, result: unknown): void => {
          note(error);
          (told as (error: unknown, result: unknown) => void)(error, result);
        };
        return query(...parameters.slice(0, -1), hear);
      },
    });
  });
  const store = createPostgresStore({ pool });
  const engine = createEngine({ store, ports: { ...testPorts(handlers), ...host } });
  return {
    engine,
    store,
    pool,
    lostRaces,
    countRoundTrips() {
      const count = sent;
      sent = 0;
      return count;
    },
    async close() {
      await engine.stop();
      await pool.end();
    },
  };
}

/** Two nodes of one cluster; closing them drops the database. */
export function pairOn(database: TestDatabase): { one: Node; other: Node; close(): Promise<void> } {
  const [one, other] = [createNode(database.url), createNode(database.url)];
  return {
    one,
    other,
    async close() {
      await one.close();
      await other.close();
      await database.drop();
    },
  };
}

const HEADER = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:tl="urn:throughline:bpmn:1" id="definitions" targetNamespace="http://throughline/test">`;

/** start → the given nodes one after the other → end. */
export function sequence(processKey: string, nodes: readonly string[], roots = ''): string {
  const ids = ['start', ...nodes.map((node) => /id="([^"]+)"/.exec(node)![1]!), 'end'];
  const flows = ids
    .slice(1)
    .map((id, index) => `<sequenceFlow id="to_${id}" sourceRef="${ids[index]}" targetRef="${id}"/>`);
  return `${HEADER}${roots}<process id="${processKey}" name="${processKey}" isExecutable="true">
    <startEvent id="start"/>${nodes.join('')}<endEvent id="end"/>${flows.join('')}</process></definitions>`;
}

export const USER_TASK = (id: string): string => `<userTask id="${id}" name="${id}"/>`;
export const ACTION = (id: string, type: string): string =>
  `<serviceTask id="${id}" name="${id}"><extensionElements><tl:action type="${type}"/></extensionElements></serviceTask>`;
export const TIMER = (id: string, duration: string): string =>
  `<intermediateCatchEvent id="${id}"><timerEventDefinition><timeDuration xsi:type="tFormalExpression">${duration}</timeDuration></timerEventDefinition></intermediateCatchEvent>`;

export async function deployAll(engine: Engine, ...diagrams: readonly string[]): Promise<void> {
  const files = diagrams.map((content, index) => ({ name: `${index}.bpmn`, content }));
  await engine.deploy({ files }, { actor: ANNA });
}

export async function openTasks(engine: Engine, instanceId: string): Promise<readonly string[]> {
  const view = await engine.views.instance(instanceId);
  return view!.userTasks.filter((task) => task.state === 'ready').map((task) => task.id);
}
