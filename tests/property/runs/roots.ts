/** The instances of one path on the engine: those that the test started, and those that their messages began. */
import type { Variables } from '#engine';
import type { TestEngine } from '#engine/testing';
import type { Process } from '../grammar/tree.ts';
import { NUMBER } from '../grammar/names.ts';
import type { ReferenceInterpreter } from '../reference/interpreter.ts';
import type { Value } from '../reference/state.ts';
import { byText, viewOf, type View } from '../reference/view.ts';
import { engineView } from './engine-view.ts';

/** How one more instance begins. */
export interface Start {
  readonly variables: Readonly<Record<string, Value>>;
  readonly businessKey: string | null;
}

/** The instance with this rank, with what its messages are found by. */
export function startOf(process: Process, rank: number, variables: Start['variables']): Start {
  const correlation = process.partners?.correlation;
  const isFound = correlation === 'properties' || correlation === 'expression';
  return {
    variables: isFound ? { ...variables, [NUMBER]: rank + 1 } : variables,
    businessKey: correlation === 'businessKey' ? `key ${rank + 1}` : null,
  };
}

export class Roots {
  private readonly own: string[] = [];
  private readonly begun: string[] = [];
  private readonly processKey: string;
  private readonly beganAt: number;

  constructor(process: Process, beganAt: string) {
    this.processKey = process.key;
    this.beganAt = Date.parse(beganAt);
  }

  async start(engine: TestEngine, { variables, businessKey }: Start): Promise<void> {
    await this.collect(engine);
    const options = { variables: variables as Variables, ...(businessKey !== null && { businessKey }) };
    this.own.push(await engine.start(this.processKey, options));
  }

  /** Of those that the test started. */
  at(rank: number): string {
    return this.own[rank]!;
  }

  /** The key as the engine knows it: a conversation is named by the instance that began it. */
  keyOf(key: string | null): string | undefined {
    return key?.startsWith('@') ? this.own[Number(key.slice(1))] : (key ?? undefined);
  }

  async all(engine: TestEngine): Promise<readonly string[]> {
    await this.collect(engine);
    return [...this.own, ...this.begun];
  }

  async views(engine: TestEngine): Promise<readonly View[]> {
    const all = await this.all(engine);
    const views = await Promise.all(
      all.map(async (id) => engineView(await engine.snapshot(id), this.beganAt)),
    );
    const mine = this.own.length;
    return [...views.slice(0, mine), ...byText(views.slice(mine))];
  }

  async stories(engine: TestEngine): Promise<readonly string[]> {
    const stories = await Promise.all((await this.all(engine)).map((id) => engine.story(id)));
    return stories.flat();
  }

  /** An engine that was made anew tells of all that there are; ids rise, and what lived before is none of this path. */
  private async collect(engine: TestEngine): Promise<void> {
    const started = await engine.started();
    const [first] = this.own;
    if (first === undefined) return;
    const isNew = (id: string): boolean => id > first && !this.own.includes(id) && !this.begun.includes(id);
    this.begun.push(...started.filter(isNew));
  }
}

/** The reference's instances, in the same order. */
export function viewsOf({ roots }: ReferenceInterpreter): readonly View[] {
  const views = (isBegun: boolean): readonly View[] =>
    roots.filter(({ isCalled }) => isCalled === isBegun).map(viewOf);
  return [...views(false), ...byText(views(true))];
}
