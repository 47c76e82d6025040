/** T23 in a small box: every planted bug still has its place. Running the suites takes `npm run torture -- T23`. */
import { expect, test } from 'vitest';
import { MUTANTS, mutated, sourceOf } from '../torture/mutants/mutants.ts';

test.each(MUTANTS)('$name can be planted', (mutant) => {
  const source = sourceOf(mutant);
  expect(mutated(source, mutant)).not.toBe(source);
});
