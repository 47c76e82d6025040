import { describe, expect, it } from 'vitest';
import {
  readCycle,
  readDuration,
  writeCycle,
  writeDuration,
} from '../../../web/src/features/designer/inputs/human-time.ts';

describe('durations as people say them', () => {
  it.each([
    ['P7D', 7, 'days'],
    ['P2W', 2, 'weeks'],
    ['PT15M', 15, 'minutes'],
    ['PT4H', 4, 'hours'],
    ['P1M', 1, 'months'],
  ])('reads and writes %s', (text, amount, unit) => {
    const human = readDuration(text);
    expect(human).toEqual({ amount, unit });
    expect(human && writeDuration(human)).toBe(text);
  });

  it.each(['P1DT2H', '= ticket.delay', '', 'R3/PT1H'])('leaves “%s” to be written freely', (text) => {
    expect(readDuration(text)).toBeNull();
  });
});

describe('repetitions', () => {
  it.each([
    ['R3/PT10H', 3],
    ['R/P1D', null],
  ])('reads and writes %s', (text, times) => {
    const cycle = readCycle(text);
    expect(cycle?.times).toBe(times);
    expect(cycle && writeCycle(cycle)).toBe(text);
  });

  it('leaves a repetition with a start date to be written freely', () => {
    expect(readCycle('R/2026-01-01T09:00:00Z/P1D')).toBeNull();
  });
});
