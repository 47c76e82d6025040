/** The instances of one path on the engine: those that the test started, and those that their messages began. */
import type { TestEngine } from '#engine/testing';
import type { Process } from '../grammar/tree.ts';
import type { ReferenceInterpreter } from '../reference/interpreter.ts';
import { byText, sorted, viewOf, type View } from '../reference/view.ts';
import { engineView } from './engine-view.ts';
import { begin, type Start } from './starts.ts';
import type { StoredRecords } from './stored-records.ts';

export class Roots {
  private readonly own: string[] = [];
  private readonly begun: string[] = [];
  private readonly processKey: string;
  private readonly beganAt: number;
  private readonly stored: StoredRecords;

  constructor(process: Process, beganAt: string, stored: StoredRecords) {
    this.stored = stored;
    this.processKey = process.key;
    this.beganAt = Date.parse(beganAt);
  }

  async start(engine: TestEngine, start: Start): Promise<void> {
    await this.collect(engine);
    const byHand = await begin(engine, this.processKey, start);
    const fresh = byHand === null ? (await engine.started()).filter((id) => !this.isKnown(id)) : [byHand];
    if (fresh.length !== 1) throw new Error(`Expected one instance to begin, but there are ${fresh.length}.`);
    this.own.push(fresh[0]!);
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
    const snapshots = await engine.snapshots({ from: this.own[0]! });
    this.begun.push(...[...snapshots.keys()].filter((id) => !this.isKnown(id)));
    const viewOfAll = (ids: readonly string[]): readonly View[] =>
      ids.map((id) => engineView(snapshots.get(id)!, this.beganAt));
    return withStored([...viewOfAll(this.own), ...byText(viewOfAll(this.begun))], await this.stored.values());
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
    this.begun.push(...started.filter((id) => id > first && !this.isKnown(id)));
  }

  private isKnown(id: string): boolean {
    return this.own.includes(id) || this.begun.includes(id);
  }
}

/** The reference's instances, in the same order. */
export function viewsOf({ roots, stored }: ReferenceInterpreter): readonly View[] {
  const views = (isBegun: boolean): readonly View[] =>
    roots.filter(({ isCalled }) => isCalled === isBegun).map(viewOf);
  return withStored([...views(false), ...byText(views(true))], stored);
}

/** What is nobody's alone is told with the first instance. */
function withStored([first, ...others]: readonly View[], stored: Record<string, unknown>): readonly View[] {
  return first ? [{ ...first, stored: sorted(stored) }, ...others] : others;
}
