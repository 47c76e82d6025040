import { expect, it } from 'vitest';
import { timeOrderedIds } from '../../api/adapters/ids.ts';

it('ids are UUIDv7, rise, and never repeat', () => {
  const ids = Array.from({ length: 5_000 }, () => timeOrderedIds.next());
  expect(
    ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
  ).toBe(true);
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(ids.map((id) => id.slice(-12))).size).toBe(ids.length);
});
