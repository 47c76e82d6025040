/** Writes the tables of tests/engine/support-matrix.ts into engine/README.md: `npx tsx tests/engine/write-support-matrix.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { activityMatrix, eventMatrix, gatewayMatrix } from './support-matrix.ts';

const README = 'engine/README.md';

export function withMatrix(text: string): string {
  const tables = { events: eventMatrix(), gateways: gatewayMatrix(), activities: activityMatrix() };
  return Object.entries(tables).reduce(
    (result, [name, table]) =>
      result.replace(
        new RegExp(`(<!-- matrix: ${name} -->\\n)[\\s\\S]*?(\\n<!-- end of matrix -->)`),
        (_all, before: string, after: string) => `${before}\n${table}\n${after}`,
      ),
    text,
  );
}

if (process.argv[1]?.endsWith('write-support-matrix.ts')) {
  const text = readFileSync(README, 'utf8');
  writeFileSync(README, await format(withMatrix(text), { parser: 'markdown', printWidth: 110 }));
}
