import { expect, it } from 'vitest';
import { namedValues } from '../../../web/src/features/designer/problems/named-values.ts';

it('calls an element without a name by a word, and leaves codes and expressions as they are', () => {
  const nameOf = (id: string): string => (id === 'Event_1' ? 'Waiting' : id);
  const values = { name: 'Event_1', target: 'Offer', expression: 'Event_1' };
  expect(namedValues(values, nameOf)).toEqual({ name: 'Waiting', target: 'Offer', expression: 'Event_1' });
  expect(namedValues(undefined, nameOf)).toBeUndefined();
});
