/** The support matrix says what is proved, and engine/README.md says what the matrix says. */
import { readFileSync } from 'node:fs';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { EVENT_ROWS } from './support-matrix.ts';
import { withMatrix } from './write-support-matrix.ts';

describe('support matrix', () => {
  it.each(EVENT_ROWS)('$element as $position is proved: $proof', ({ proof }) => {
    const [file, name] = proof.split(' · ') as [string, string];
    const text = readFileSync(`tests/engine/${file}`, 'utf8');
    expect(text).toContain(name);
  });

  it('is what the README shows (npx tsx tests/engine/write-support-matrix.ts)', async () => {
    const text = readFileSync('engine/README.md', 'utf8');
    expect(text).toBe(await format(withMatrix(text), { parser: 'markdown', printWidth: 110 }));
  });
});
