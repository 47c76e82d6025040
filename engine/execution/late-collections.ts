/**
 * Collections that most decisions only look into: what holds the entries is made with the first of them. An empty Set or
 * Map costs a few hundred bytes each, and a decision has several.
 */

export class LateSet {
  private items: Set<string> | null = null;

  has(item: string): boolean {
    return this.items !== null && this.items.has(item);
  }

  add(item: string): void {
    (this.items ??= new Set()).add(item);
  }
}

export class LateMap<V> {
  private entries: Map<string, V> | null = null;

  get size(): number {
    return this.entries === null ? 0 : this.entries.size;
  }

  has(key: string): boolean {
    return this.entries !== null && this.entries.has(key);
  }

  get(key: string): V | undefined {
    return this.entries === null ? undefined : this.entries.get(key);
  }

  set(key: string, value: V): void {
    (this.entries ??= new Map<string, V>()).set(key, value);
  }

  delete(key: string): void {
    this.entries?.delete(key);
  }
}
