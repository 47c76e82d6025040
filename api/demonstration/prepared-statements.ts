/**
 * Lets a connection plan each statement once. Half a year of work repeats a few hundred statements thousands of times,
 * and planning costs more than running them. Only for the demonstration's own pool, which no pooler stands before.
 */
import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';

type Query = (text: unknown, values?: unknown, ...rest: unknown[]) => unknown;

export function prepareStatements(client: PoolClient): void {
  const target = client as unknown as { query: Query };
  const query = target.query.bind(client);
  const names = new Map<string, string>();
  const nameOf = (text: string): string => {
    const name = names.get(text) ?? createHash('md5').update(text).digest('hex');
    names.set(text, name);
    return name;
  };
  target.query = (text, values, ...rest) =>
    // A text without values may hold several statements, which cannot be prepared.
    typeof text === 'string' && Array.isArray(values)
      ? query({ name: nameOf(text), text, values: values as unknown[] }, ...rest)
      : query(text, values, ...rest);
}
