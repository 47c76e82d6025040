/** The support matrix says what is proved, and engine/README.md says what the matrix says. */
import { readFileSync } from 'node:fs';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { EVENT_ROWS, GATEWAY_ROWS, REPEATED } from './support-matrix.ts';
import { withMatrix } from './write-support-matrix.ts';

describe('support matrix', () => {
  it.each(EVENT_ROWS)('$element as $position is proved: $proof', ({ proof }) => {
    const [file, name] = proof.split(' · ') as [string, string];
    const text = readFileSync(`tests/engine/${file}`, 'utf8');
    expect(text).toContain(name);
  });

  it.each(GATEWAY_ROWS)('the $gateway gateway is proved: $proof', ({ proof }) => {
    const [file, name] = proof.split(' · ') as [string, string];
    expect(readFileSync(`tests/engine/${file}`, 'utf8')).toContain(name);
  });

  it('repeats every activity that it lists, and lists every one that is repeated', () => {
    const text = readFileSync('tests/engine/multi-instance/every-activity.test.ts', 'utf8');
    const table = /const KINDS[^{]*\{([\s\S]*?)\n\};/.exec(text)![1]!;
    const tested = [...table.matchAll(/^ {2}'([^']+)':/gm)].map((match) => match[1]);
    expect(tested).toEqual([...REPEATED]);
  });

  it('is what the README shows (npx tsx tests/engine/write-support-matrix.ts)', async () => {
    const text = readFileSync('engine/README.md', 'utf8');
    expect(text).toBe(await format(withMatrix(text), { parser: 'markdown', printWidth: 110 }));
  });
});
