/**
 * Compiled definitions. A version never changes, so what was compiled stays; which version is the latest does change,
 * also on other nodes. That answer is kept for a second as a guess: the write that rests on it checks it
 * (Write.assumesLatest), and when it was wrong the guesses are forgotten.
 */
import type { Definition } from '../definition/model.ts';
import { DecisionCache } from './decision-cache.ts';
import type { DefinitionBinding, DefinitionRow, Store } from '../store/store-port.ts';

const LATEST_FRESH_MS = 1_000;
const DEFINITIONS_MAX = 1_000;

export interface CachedDefinition {
  readonly row: DefinitionRow;
  readonly definition: Definition;
}

export class DefinitionCache {
  readonly decisions: DecisionCache;
  private readonly store: Pick<Store, 'definition' | 'latestDefinition' | 'boundDefinition' | 'decision'>;
  private readonly compile: (row: DefinitionRow) => Promise<Definition>;
  private readonly byId = new Map<string, CachedDefinition>();
  private readonly latestByKey = new Map<string, { readonly id: string; readonly readAt: number }>();
  private age = 0;
  private readonly underWay = new Map<string, Promise<CachedDefinition | null>>();

  constructor(
    store: Pick<Store, 'definition' | 'latestDefinition' | 'boundDefinition' | 'decision'>,
    compile: (row: DefinitionRow) => Promise<Definition>,
  ) {
    this.store = store;
    this.decisions = new DecisionCache(store);
    this.compile = compile;
  }

  /** What is at hand; null does not mean that it does not exist. */
  peek(id: string): Definition | null {
    return this.byId.get(id)?.definition ?? null;
  }

  async get(id: string): Promise<CachedDefinition | null> {
    return this.byId.get(id) ?? (await this.once(id, () => this.store.definition(id)));
  }

  async latest(processKey: string): Promise<CachedDefinition | null> {
    const known = this.latestByKey.get(processKey);
    if (known && performance.now() - known.readAt < LATEST_FRESH_MS) return await this.get(known.id);
    const readAt = performance.now();
    const { age } = this;
    const found = await this.once(`latest ${processKey} ${age}`, () =>
      this.store.latestDefinition(processKey),
    );
    if (found && age === this.age) this.latestByKey.set(processKey, { id: found.row.id, readAt });
    return found;
  }

  /** One certain version of a process. Asked each time: a version tag may be given again. */
  bound(processKey: string, binding: DefinitionBinding): Promise<CachedDefinition | null> {
    const question = `bound ${JSON.stringify([processKey, binding])}`;
    return this.once(question, () => this.store.boundDefinition(processKey, binding));
  }

  /** After a deployment here, or when a write found out about one elsewhere. What is being read now is old, too. */
  forgetLatest(): void {
    this.age += 1;
    this.latestByKey.clear();
    this.decisions.forget();
  }

  private once(
    question: string,
    read: () => Promise<DefinitionRow | null>,
  ): Promise<CachedDefinition | null> {
    const known = this.underWay.get(question);
    if (known) return known;
    const answer = this.load(read).finally(() => this.underWay.delete(question));
    this.underWay.set(question, answer);
    return answer;
  }

  private async load(read: () => Promise<DefinitionRow | null>): Promise<CachedDefinition | null> {
    const row = await read();
    if (!row) return null;
    const known = this.byId.get(row.id);
    if (known) return known;
    const made = { row, definition: await this.compile(row) };
    if (this.byId.size >= DEFINITIONS_MAX) this.byId.delete(this.byId.keys().next().value!);
    this.byId.set(row.id, made);
    return made;
  }
}
