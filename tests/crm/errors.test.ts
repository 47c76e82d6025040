import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CRM_ERROR_CODES } from '#crm';

it('documents every error code with its meaning, and no other', () => {
  const text = readFileSync(new URL('../../crm/errors.md', import.meta.url), 'utf8');
  const documented = [...text.matchAll(/^\| (CRM_[A-Z_]+) +\| \w+ +\| (.+?) +\|/gm)].map((row) => [
    row[1],
    row[2],
  ]);
  expect(Object.fromEntries(documented)).toEqual({ ...CRM_ERROR_CODES });
});
