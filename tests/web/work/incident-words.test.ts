/** Every way in which a step of the engine fails has words in both languages. */
import { readdirSync, readFileSync } from 'node:fs';
import i18next from 'i18next';
import { expect, it } from 'vitest';
import { incidentWords, INCIDENT_CODES } from '../../../web/src/features/instance/incident-words.ts';
import { texts as en } from '../../../web/src/i18n/en/index.ts';
import { texts as ru } from '../../../web/src/i18n/ru/index.ts';

const engine = new URL('../../../engine/', import.meta.url);

function thrownCodes(): string[] {
  const files = readdirSync(engine, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.startsWith('dist'),
  );
  const sources = files.map((name) => readFileSync(new URL(name, engine), 'utf8')).join('\n');
  const thrown = [...sources.matchAll(/new EngineFailure\(\s*'(ENG_\w+)'/g)].map((match) => match[1]!);
  return [...new Set([...thrown, 'ENG_JOIN_STUCK', 'ENG_JOB_FAILED', 'ENG_ERROR_NOT_CAUGHT'])].sort();
}

it('knows every code that the engine throws', () => {
  const known = new Set<string>(INCIDENT_CODES);
  expect(thrownCodes().length).toBeGreaterThan(20);
  expect(thrownCodes().filter((code) => !known.has(code))).toEqual([]);
});

it('translates the code and keeps what was said of the case', async () => {
  const instance = i18next.createInstance();
  await instance.init({ lng: 'ru', resources: { en, ru }, ns: ['instance', 'common'] });
  const t = instance.getFixedT('ru', ['instance', 'common']) as unknown as Parameters<
    typeof incidentWords
  >[1];
  expect(incidentWords({ code: 'ENG_JOIN_STUCK', message: 'The join …' }, t)).toEqual({
    text: 'Шаг ждёт ветвь, которая уже не придёт.',
    detail: null,
  });
  expect(incidentWords({ code: 'ENG_HANDLER_FAILED', message: 'HTTP 500' }, t)).toEqual({
    text: 'Действие не выполнено.',
    detail: 'HTTP 500',
  });
  expect(incidentWords({ code: 'MY_CODE', message: 'Own words' }, t)).toEqual({
    text: 'Own words',
    detail: null,
  });
});
