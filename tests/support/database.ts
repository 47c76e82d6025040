/** Databases of the test run: clones of its template, one per test file. */
import { inject } from 'vitest';
import { cloneDatabase, type TestDatabase } from './test-server.ts';

export type { TestDatabase };

/** A fresh, migrated database, cloned from the run's template; one per test file. */
export async function testDatabase(): Promise<TestDatabase> {
  return createDatabase(inject('postgresTemplate'));
}

/** A fresh database without any table, for tests of the migrations themselves. */
export async function emptyDatabase(): Promise<TestDatabase> {
  return createDatabase('template1');
}

/** A copy of a database that nobody is connected to. */
export async function createDatabase(template: string): Promise<TestDatabase> {
  return cloneDatabase(inject('postgresUrl'), template);
}
