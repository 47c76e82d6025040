/** What the read models share: keyset cursors and rows as JSON of the views of migration 0002. */
import type { Page } from '../engine.ts';

const LIMIT_MAX = 500;

/** One more than asked for tells whether there is a next page. */
export function limitFor(limit: number): number {
  return Math.min(Math.max(1, limit), LIMIT_MAX) + 1;
}

export function pageOf<T>(
  rows: readonly T[],
  limit: number,
  cursorOf: (row: T) => readonly string[],
): Page<T> {
  const wanted = limitFor(limit) - 1;
  const items = rows.slice(0, wanted);
  const last = items.at(-1);
  const hasMore = rows.length > wanted && last !== undefined;
  return {
    items,
    nextCursor: hasMore ? Buffer.from(JSON.stringify(cursorOf(last))).toString('base64url') : null,
  };
}

/** Null for no cursor or one that we did not make: the first page. */
export function cursorFrom(cursor: string | undefined, length: number): readonly string[] | null {
  if (!cursor) return null;
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parts) && parts.length === length ? parts.map(String) : null;
  } catch {
    return null;
  }
}

/** Collects conditions with their parameters, so that no value is ever written into the text. */
export class Conditions {
  readonly values: unknown[] = [];
  private readonly parts: string[] = [];

  /** `text` names its parameters as `?`, in order. */
  add(text: string, ...values: readonly unknown[]): void {
    let next = 0;
    this.parts.push(
      text.replace(/\?/g, () => {
        this.values.push(values[next++]);
        return `$${this.values.length}`;
      }),
    );
  }

  parameter(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  get where(): string {
    return this.parts.length > 0 ? `where ${this.parts.join(' and ')}` : '';
  }
}
