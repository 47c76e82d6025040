/** What stands against a refused call is told with its facts in the language on screen. */
import i18next from 'i18next';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusalFacts } from '../../web/src/client/refusal-facts.ts';
import en from '../../web/src/i18n/en/errors.json';
import ru from '../../web/src/i18n/ru/errors.json';

const name = (text: string) => ({ en: text, ru: `${text} по-русски` });
const DETAILS: Readonly<Record<keyof typeof en.told, unknown>> = {
  CRM_STAGE_BLOCKED: { label: name('Won'), missing: [{ field: 'amount', text: name('Fill in') }] },
  CRM_STAGE_IN_USE: { stages: [{ code: 'won', label: name('Won'), count: 3 }] },
  CRM_GROUP_IN_USE: { id: '1', uses: [{ label: name('Accounts'), count: 4, inBin: 1 }] },
  CRM_FIELD_IN_USE: { versions: [{ processKey: 'a', name: 'Approval', version: 2 }] },
  CRM_KIND_IN_USE: { versions: [], fields: [{ kind: name('Tickets'), label: name('Van') }] },
  CRM_EXPORT_LIMIT: { limit: 100, left: 7, rows: 200 },
  CRM_CONVERSION_REFUSED: { reasons: [{ text: name('A quote was made') }] },
  CRM_ERASURE_BLOCKED: { blockers: [{ kind: 'ticket', title: 'T-1 Printer' }] },
};
const TOLD = Object.entries(DETAILS);

beforeAll(() => i18next.init({ lng: 'ru', resources: { en: { errors: en }, ru: { errors: ru } } }));
afterAll(() => i18next.changeLanguage('en'));

const sentence = (code: string, details: unknown): string =>
  String(
    i18next.t(`errors:told.${code}`, {
      ...refusalFacts({ code, details }),
      interpolation: { escapeValue: false },
    }),
  );

describe.each(['en', 'ru'] as const)('in %s', (language) => {
  it.each(TOLD)('%s leaves no place of its sentence empty', async (code, details) => {
    await i18next.changeLanguage(language);
    expect(sentence(code, details)).not.toContain('{{');
  });
});

it('tells what a stage needs in the language on screen', async () => {
  await i18next.changeLanguage('ru');
  expect(sentence('CRM_STAGE_BLOCKED', DETAILS.CRM_STAGE_BLOCKED)).toBe(
    'Для стадии «Won по-русски» не хватает: Fill in по-русски.',
  );
  await i18next.changeLanguage('en');
  expect(sentence('CRM_GROUP_IN_USE', DETAILS.CRM_GROUP_IN_USE)).toContain(
    'Accounts: 4 (of them in the bin: 1)',
  );
});

it('tells nothing of details of another shape, nor of codes that say all themselves', () => {
  expect(refusalFacts({ code: 'CRM_STAGE_BLOCKED', details: { stage: 'won' } })).toBeNull();
  expect(refusalFacts({ code: 'CRM_CONVERSION_REFUSED', details: { reasons: [] } })).toBeNull();
  expect(refusalFacts({ code: 'CRM_TICKET_CLOSED', details: {} })).toBeNull();
});
