import { describe, expect, it } from 'vitest';
import { laterToday, workingMorning } from '../../../web/src/features/calls/working-day.ts';

/** Local times: the suggestions are made for the reader's own day. */
const friday = new Date(2026, 10, 20, 14, 7);

describe('a suggested working morning', () => {
  it('skips the weekend', () => {
    expect(workingMorning(friday, 1)).toEqual(new Date(2026, 10, 23, 10, 0));
  });
  it('keeps the day when it is a working day', () => {
    expect(workingMorning(friday, 7)).toEqual(new Date(2026, 10, 27, 10, 0));
  });
});

describe('a suggestion for later today', () => {
  it('is on a round quarter', () => {
    expect(laterToday(friday, 2)).toEqual(new Date(2026, 10, 20, 16, 15));
  });
  it('moves to the next working morning when the day is over by then', () => {
    expect(laterToday(new Date(2026, 10, 20, 17, 0), 2)).toEqual(new Date(2026, 10, 23, 10, 0));
  });
});
