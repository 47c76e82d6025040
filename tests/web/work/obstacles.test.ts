/** Each reason for which an instance cannot be moved has words in both languages. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { texts as en } from '../../../web/src/i18n/en/index.ts';
import { texts as ru } from '../../../web/src/i18n/ru/index.ts';

it('says why an instance cannot be moved, whatever the reason', () => {
  const source = readFileSync('engine/decide/migration-check.ts', 'utf8');
  const codes = [...source.matchAll(/(?:obstacle\(\s*|code: )'([a-z-]+)'/g)].map((match) => match[1]!);
  expect(codes).toContain('element-missing');
  for (const { instance } of [en, ru])
    expect(Object.keys(instance.migrate.obstacles).toSorted()).toEqual([...new Set(codes)].toSorted());
});
