import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CRM_ERROR_CODES, FIELD_PROBLEM_CODES } from '#crm';

it('documents every error code with its meaning, and no other', () => {
  const text = readFileSync(new URL('../../crm/errors.md', import.meta.url), 'utf8');
  const documented = [...text.matchAll(/^\| (CRM_[A-Z_]+) +\| \w+ +\| (.+?) +\|/gm)].map((row) => [
    row[1],
    row[2],
  ]);
  expect(Object.fromEntries(documented)).toEqual({ ...CRM_ERROR_CODES });
});

it.each(['en', 'ru'])('says every refusal, of a field and of the whole, in the words of %s', (language) => {
  const path = `../../web/src/i18n/${language}/errors.json`;
  const texts = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as {
    fields: Record<string, string>;
    refusals: Record<string, string>;
  };
  expect(FIELD_PROBLEM_CODES.filter((code) => !texts.fields[code])).toEqual([]);
  // Of fields each says what is wrong with it.
  const whole = Object.keys(CRM_ERROR_CODES).filter((code) => code !== 'CRM_FIELDS_INVALID');
  expect(whole.filter((code) => !texts.refusals[code])).toEqual([]);
});
