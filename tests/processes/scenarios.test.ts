/** The shipped processes take the paths that their scenarios say, on the test engine with its moving clock. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createTestEngine, type Stub, type TestEngine } from '#engine/testing';

type StartOptions = NonNullable<Parameters<TestEngine['start']>[1]>;
type CompleteOptions = NonNullable<Parameters<TestEngine['complete']>[1]>;
type MessageOptions = NonNullable<Parameters<TestEngine['message']>[1]>;
type RecordChange = Parameters<TestEngine['recordEvent']>[2];
type RecordRow = { readonly id: string; readonly [field: string]: string };

interface Scenario {
  readonly name: string;
  readonly given: {
    readonly now: string;
    readonly records: Readonly<Record<string, RecordRow>>;
    readonly stubs: Readonly<Record<string, Stub>>;
    readonly recordEvent?: RecordChange & { readonly entity: string };
    readonly start?: StartOptions;
  };
  readonly when: readonly (
    | { readonly advance: string }
    | ({ readonly complete: string } & CompleteOptions)
    | ({ readonly message: string } & MessageOptions)
    | { readonly recordEvent: string; readonly change: RecordChange }
  )[];
  readonly then: {
    readonly ended: boolean;
    readonly endEvents?: readonly string[];
    readonly waiting?: readonly string[];
    readonly path: readonly string[];
  };
}

interface ScenarioFile {
  readonly process: string;
  readonly alsoDeploy?: readonly string[];
  readonly scenarios: readonly Scenario[];
}

const root = new URL('../../processes/', import.meta.url);
const read = (key: string, file: string): string => readFileSync(new URL(`${key}/${file}`, root), 'utf8');
const files = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => JSON.parse(read(entry.name, 'scenarios.json')) as ScenarioFile);

describe.each(files.map((file) => [file.process, file] as const))('%s', (key, file) => {
  it.each(file.scenarios.map((scenario) => [scenario.name, scenario] as const))(
    '%s',
    async (_name, { given, when, then }) => {
      const engine = await createTestEngine({
        now: given.now,
        records: { read: async (refs) => refs.map((ref) => given.records[ref.$record] ?? null) },
      });
      try {
        const names = [key, ...(file.alsoDeploy ?? [])];
        await engine.deploy(
          names.map((name) => ({ name: `${name}.bpmn`, content: read(name, `${name}.bpmn`) })),
          { stubs: given.stubs },
        );
        await begin(engine, key, given);
        for (const step of when) await take(engine, step, given.records);

        const snapshot = await engine.snapshot();
        expect(Object.keys(snapshot.visited).sort()).toEqual([...then.path].sort());
        expect(snapshot.ended).toBe(then.ended);
        expect(snapshot.incidents).toEqual([]);
        if (then.endEvents) expect([...snapshot.endEvents].sort()).toEqual([...then.endEvents].sort());
        const open = [...snapshot.tasks.map((task) => task.element), ...snapshot.waiting];
        for (const element of then.waiting ?? []) expect(open).toContain(element);
      } finally {
        await engine.close();
      }
    },
  );
});

async function begin(engine: TestEngine, key: string, given: Scenario['given']): Promise<void> {
  if (!given.recordEvent) return void (await engine.start(key, given.start));
  const { entity, ...change } = given.recordEvent;
  await engine.recordEvent(entity, recordOf(given.records, entity), change);
}

function recordOf(records: Scenario['given']['records'], entity: string): RecordRow {
  const record = records[entity];
  if (!record) throw new Error(`the scenario has no record '${entity}'`);
  return record;
}

async function take(
  engine: TestEngine,
  step: Scenario['when'][number],
  records: Scenario['given']['records'],
): Promise<void> {
  if ('advance' in step) return engine.advance(step.advance);
  if ('message' in step) return engine.message(step.message, step);
  if ('recordEvent' in step) {
    const record = recordOf(records, step.recordEvent);
    return engine.recordEvent(step.recordEvent, record, step.change);
  }
  await engine.complete(step.complete, step);
}
