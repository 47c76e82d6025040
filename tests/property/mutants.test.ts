/** T23 in a small box: every planted bug still has its place, and one of them is caught. All take `npm run torture -- T23`. */
import { expect, test } from 'vitest';
import { MUTANTS } from '../torture/mutants/mutants.ts';
import { plantIn, ROOT } from '../torture/mutants/plant.ts';
import { outcomeWith } from '../torture/mutants/workload.ts';

test.each(MUTANTS)('$name can be planted', (mutant) => {
  const { healthy, sick } = plantIn(ROOT, mutant);
  expect(sick).not.toBe(healthy);
});

/** Its suite needs no database, and is small. */
const CHEAP = 'a join counts any arrival';

test(`${CHEAP}: its suite sees it`, { timeout: 120_000 }, async () => {
  const mutant = MUTANTS.find(({ name }) => name === CHEAP)!;
  expect(await outcomeWith(mutant, '')).toBe('failed');
});
