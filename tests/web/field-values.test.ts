import { expect, it } from 'vitest';
import type { FieldMeta } from '#contract';
import { valueText } from '../../web/src/features/records/field-values.ts';

const words = { yes: 'yes', no: 'no', formatDateTime: (value: string) => `at ${value}` };
const option = (value: string, en: string, ru: string) => ({ value, label: { en, ru }, tone: 'neutral' });
const fieldOf = (type: FieldMeta['type'], more: object = {}) => ({ key: 'it', type, ...more }) as FieldMeta;

it('says choices by their names, single ones and several', () => {
  const options = [option('client', 'Client', 'Клиент'), option('partner', 'Partner', 'Партнёр')];
  expect(valueText(fieldOf('select', { options }), 'partner', 'ru', words)).toBe('Партнёр');
  expect(valueText(fieldOf('multiSelect', { options }), ['client', 'partner'], 'en', words)).toBe(
    'Client, Partner',
  );
});

it('says a day without a time of day', () => {
  expect(valueText(fieldOf('date'), '2026-05-31', 'en', words)).toBe('31 May 2026');
  expect(valueText(fieldOf('dateTime'), '2026-05-31T10:00:00.000Z', 'en', words)).toBe(
    'at 2026-05-31T10:00:00.000Z',
  );
});
