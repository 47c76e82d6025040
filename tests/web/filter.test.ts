import { describe, expect, it } from 'vitest';
import type { FilterGroup } from '#contract';
import { completeOnly } from '../../web/src/features/records/filter/operators.ts';

describe('a filter that is still being typed', () => {
  it('asks the server only for what is complete', () => {
    const filter: FilterGroup = {
      op: 'and',
      items: [
        { field: '', operator: 'eq' },
        { field: 'status', operator: 'in', value: [] },
        { field: 'owner', operator: 'eq', value: 'me' },
        { field: 'closedAt', operator: 'empty' },
        { op: 'or', items: [{ field: 'name', operator: 'contains', value: '' }] },
        {
          op: 'or',
          items: [
            { field: 'name', operator: 'contains', value: 'a' },
            { field: '', operator: 'eq' },
          ],
        },
      ],
    };
    expect(completeOnly(filter)).toEqual({
      op: 'and',
      items: [
        { field: 'owner', operator: 'eq', value: 'me' },
        { field: 'closedAt', operator: 'empty' },
        { op: 'or', items: [{ field: 'name', operator: 'contains', value: 'a' }] },
      ],
    });
  });
  it('asks for nothing when nothing is complete', () => {
    expect(completeOnly({ op: 'and', items: [{ field: 'name', operator: 'eq', value: '' }] })).toBeNull();
  });
});
