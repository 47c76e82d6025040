/** Chunks are smaller while people work on the node. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DEFAULT_LIMITS } from '../../../engine/decide/limits.ts';
import { Company } from '../../../engine/commands/company.ts';

const COMMANDS = 8;
const WITHIN_MS = 100;

let company: Company;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  company = new Company(DEFAULT_LIMITS);
});
afterEach(() => void vi.useRealTimers());

function come(kind: 'user' | 'system', times: number): void {
  for (let time = 0; time < times; time++) company.note({ kind, id: null });
}

test('commands of people that come close together make chunks half as large, until they end', () => {
  come('user', COMMANDS - 1);
  expect(company.limits().itemsPerStep).toBe(DEFAULT_LIMITS.itemsPerStep);
  come('user', 1);
  expect(company.limits().itemsPerStep).toBe(DEFAULT_LIMITS.itemsPerStep / 2);
  vi.advanceTimersByTime(WITHIN_MS);
  expect(company.limits()).toEqual(DEFAULT_LIMITS);
});

test('what the engine does by itself is no company', () => {
  come('system', COMMANDS);
  expect(company.limits()).toEqual(DEFAULT_LIMITS);
});

test('one item is left of a chunk of one', () => {
  company = new Company({ ...DEFAULT_LIMITS, itemsPerStep: 1 });
  come('user', COMMANDS);
  expect(company.limits().itemsPerStep).toBe(1);
});
