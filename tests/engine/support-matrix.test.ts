/** The support matrix says what is proved, and engine/README.md says what the matrix says. */
import { readFileSync } from 'node:fs';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { PART_ROWS } from './support-matrix-parts.ts';
import { EVENT_ROWS, GATEWAY_ROWS } from './support-matrix.ts';
import { withMatrix } from './write-support-matrix.ts';

describe('support matrix', () => {
  it.each(EVENT_ROWS)('$element as $position is proved: $proof', ({ proof }) => {
    assertProved(proof);
  });

  it.each(GATEWAY_ROWS)('the $gateway gateway is proved: $proof', ({ proof }) => {
    assertProved(proof);
  });

  it.each(PART_ROWS)('$part: $what is proved: $proof', ({ proof }) => {
    assertProved(proof);
  });

  it('is what the README shows (npx tsx tests/engine/write-support-matrix.ts)', async () => {
    const text = readFileSync('engine/README.md', 'utf8');
    expect(text).toBe(await format(withMatrix(text), { parser: 'markdown', printWidth: 110 }));
  });
});

/** The proof names a test, and its file has it. */
function assertProved(proof: string): void {
  const [file, name = ''] = proof.split(' · ');
  expect(name.trim(), 'the name of the test').not.toBe('');
  expect(readFileSync(`tests/engine/${file}`, 'utf8')).toContain(name);
}
