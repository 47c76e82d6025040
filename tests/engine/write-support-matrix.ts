/** Writes the tables of tests/engine/support-matrix.ts into engine/README.md: `npx tsx tests/engine/write-support-matrix.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { eventMatrix } from './support-matrix.ts';

const README = 'engine/README.md';

export function withMatrix(text: string): string {
  return text.replace(
    /(<!-- matrix: events -->\n)[\s\S]*?(\n<!-- end of matrix -->)/,
    (_all, before: string, after: string) => `${before}\n${eventMatrix()}\n${after}`,
  );
}

if (process.argv[1]?.endsWith('write-support-matrix.ts')) {
  const text = readFileSync(README, 'utf8');
  writeFileSync(README, await format(withMatrix(text), { parser: 'markdown', printWidth: 110 }));
}
