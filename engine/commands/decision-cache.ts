/**
 * Compiled decisions. A version never changes; which one is the latest is kept for a second, as with processes. A
 * decision is a question, not a place to be: one that was the latest a moment ago is a right answer.
 */
import type { DecisionVersion } from '../decide/decision.ts';
import { compileDecisions } from '../decisions/read-decisions.ts';
import type { DecisionBinding, Store } from '../store/store-port.ts';

const FRESH_MS = 1_000;
const ENTRIES_MAX = 1_000;

export class DecisionCache {
  private readonly store: Pick<Store, 'decision'>;
  private readonly entries = new Map<
    string,
    { readonly version: DecisionVersion | null; readonly readAt: number }
  >();

  constructor(store: Pick<Store, 'decision'>) {
    this.store = store;
  }

  async get(decisionKey: string, binding: DecisionBinding): Promise<DecisionVersion | null> {
    const key = JSON.stringify([decisionKey, binding]);
    const known = this.entries.get(key);
    if (known && performance.now() - known.readAt < FRESH_MS) return known.version;
    const readAt = performance.now();
    const version = await this.read(decisionKey, binding);
    if (this.entries.size >= ENTRIES_MAX) this.entries.delete(this.entries.keys().next().value!);
    this.entries.set(key, { version, readAt });
    return version;
  }

  /** After a deployment here. */
  forget(): void {
    this.entries.clear();
  }

  private async read(decisionKey: string, binding: DecisionBinding): Promise<DecisionVersion | null> {
    const row = await this.store.decision(decisionKey, binding);
    if (!row) return null;
    const { decisions } = await compileDecisions(row.xml);
    const compiled = decisions.find((decision) => decision.key === decisionKey);
    return compiled ? { id: row.id, version: row.version, compiled } : null;
  }
}
