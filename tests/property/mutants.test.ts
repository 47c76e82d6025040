/** T23 in a small box: every planted bug still has its place. Running the suites takes `npm run torture -- T23`. */
import { expect, test } from 'vitest';
import { MUTANTS } from '../torture/mutants/mutants.ts';
import { plantIn, ROOT } from '../torture/mutants/plant.ts';

test.each(MUTANTS)('$name can be planted', (mutant) => {
  const { healthy, sick } = plantIn(ROOT, mutant);
  expect(sick).not.toBe(healthy);
});
