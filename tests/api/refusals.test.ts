import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { API_FIELD_CODES } from '../../api/errors/field-codes.ts';

it.each(['en', 'ru'])('says every refusal of the border in the words of %s', (language) => {
  const path = `../../web/src/i18n/${language}/errors.json`;
  const texts = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as {
    fields: Record<string, string>;
  };
  expect(API_FIELD_CODES.filter((code) => !texts.fields[code])).toEqual([]);
});
