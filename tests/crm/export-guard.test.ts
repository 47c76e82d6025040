/** What is unusual about an export: the rules alone. Limits and alarm over HTTP: tests/api/export-guard.test.ts. */
import { describe, expect, it } from 'vitest';
import { unusualReasons, type ExportRules } from '#crm/testing';

const RULES: ExportRules = {
  rowsMax: 10_000,
  habitTimes: 5,
  habitRowsMin: 500,
  nightFrom: 22,
  nightTo: 6,
  nightRowsMin: 200,
};
const HABIT = [80, 90, 100, 110, 5_000];

describe('an export is unusual', () => {
  it.each([
    { what: 'by its rows, whoever it is', taken: { rows: 10_000, hour: 11, before: [] }, reasons: ['rows'] },
    { what: 'by the habit of the person', taken: { rows: 501, hour: 11, before: HABIT }, reasons: ['habit'] },
    {
      what: 'not by a habit of few exports',
      taken: { rows: 9_000, hour: 11, before: [1, 1, 1, 1] },
      reasons: [],
    },
    {
      what: 'not by few rows, however rare',
      taken: { rows: 499, hour: 11, before: [1, 1, 1, 1, 1] },
      reasons: [],
    },
    { what: 'at night', taken: { rows: 200, hour: 23, before: [] }, reasons: ['night'] },
    { what: 'at night, until it ends', taken: { rows: 200, hour: 5, before: [] }, reasons: ['night'] },
    { what: 'not in the morning', taken: { rows: 200, hour: 6, before: [] }, reasons: [] },
    {
      what: 'for all of it at once',
      taken: { rows: 10_000, hour: 0, before: HABIT },
      reasons: ['rows', 'habit', 'night'],
    },
  ])('$what', ({ taken, reasons }) => expect(unusualReasons(taken, RULES)).toEqual(reasons));

  it('never, where every rule is off', () => {
    const off = { ...RULES, rowsMax: null, habitTimes: null, nightRowsMin: null };
    expect(unusualReasons({ rows: 1_000_000, hour: 3, before: HABIT }, off)).toEqual([]);
  });
});
