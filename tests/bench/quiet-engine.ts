/** An engine with the ports of a quiet company, on which jobs run only when they are told to. */
import { readFileSync } from 'node:fs';
import { createEngine, createPostgresStore, type Engine, type EnginePorts } from '#engine';
import type { Pool } from 'pg';
import { timeOrderedIds } from '../../api/adapters/ids.ts';

export const BENCH_ACTOR = { kind: 'user', id: 'u1' } as const;

export function quietPorts(): EnginePorts {
  const silent = (): void => undefined;
  return {
    clock: { now: () => new Date() },
    ids: timeOrderedIds,
    logger: { debug: silent, info: silent, warn: console.warn, error: console.error },
    handlers: new Map(),
    records: { read: async (refs) => refs.map(() => null) },
    directory: {
      resolve: async () => ({ assignee: 'u1', substituteFor: null, candidateUsers: [], candidateGroups: [] }),
    },
    calendars: { plan: async ({ from }) => from },
  };
}

export async function quietEngine(pool: Pool, model: string): Promise<Engine> {
  const engine = createEngine({ store: createPostgresStore({ pool }), ports: quietPorts() });
  await deployModel(engine, model);
  return engine;
}

export async function deployModel(engine: Engine, model: string): Promise<void> {
  const content = readFileSync(new URL(`./models/${model}.bpmn`, import.meta.url), 'utf8');
  await engine.deploy({ files: [{ name: `${model}.bpmn`, content }] }, { actor: BENCH_ACTOR });
}
