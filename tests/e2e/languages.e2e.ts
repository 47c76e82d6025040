/** In Russian nothing of the product's own words stays English, and no screen shows the name of a text instead of it. */
import { readdir, readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crowd, onEveryScreen, type Crowd } from './support/crowd.ts';
import { allScreens, type Screen } from './support/screens.ts';
import { openStage, type Stage } from './support/stage.ts';

const TEXTS = 'web/src/i18n';
const MINUTES = 60_000;
/** Names of things that are the same in both languages. */
const SAME = /^[^\p{L}]*$|^Throughline$|^English$/u;

type Texts = ReadonlyMap<string, string>;

let stage: Stage;
let people: Crowd;
let screens: readonly Screen[];
let english: ReadonlySet<string>;
let keys: ReadonlySet<string>;

beforeAll(async () => {
  stage = await openStage();
  people = crowd(stage);
  const [viktor, anna, kate] = await Promise.all([
    people.person('Viktor'),
    people.person('Anna'),
    people.person('Kate'),
  ]);
  screens = await allScreens(viktor, anna, kate);
  for (const name of new Set(screens.flatMap(({ person }) => person ?? [])))
    await (await people.person(name)).send('PUT', '/api/session/locale', { locale: 'ru' });
  // How a company calls its positions is its own matter.
  const { body } = await viktor.get<{ positions: readonly { title: string }[] }>('/api/organisation');
  const positions = new Set(body.positions.map(({ title }) => title));
  const [en, ru] = await Promise.all([textsOf('en'), textsOf('ru')]);
  const russian = new Set(ru.values());
  // A text with a gap in it is never on the screen as it is written.
  english = new Set(
    [...en.values()].filter(
      (text) => !text.includes('{{') && !russian.has(text) && !positions.has(text) && !SAME.test(text),
    ),
  );
  keys = new Set([...en.keys()].filter((key) => key.includes('.')));
});
afterAll(() => stage?.close());

describe('in Russian', () => {
  it('every screen speaks Russian', { timeout: 5 * MINUTES }, async () => {
    const found: string[] = [];
    await onEveryScreen(people, screens, async (page, screen) => {
      if (screen.person === null) {
        await page.getByText('Русский').click();
        await page.getByRole('heading', { level: 1, name: 'Вход' }).waitFor();
      }
      for (const words of await wordsOf(page)) {
        if (english.has(words)) found.push(`${screen.name}: “${words}” is English`);
        if (keys.has(words)) found.push(`${screen.name}: “${words}” is the name of a text`);
      }
    });
    expect(found).toEqual([]);
  });

  it('says the language to the reader of the page', async () => {
    const { page } = await people.person('Anna');
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('ru');
  });
});

/** Everything that is read or heard: texts of the page, and names of what has no text. */
function wordsOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const words: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      // Names of steps belong to who has drawn them, names of variables and fields to nobody's language.
      const isName = node.parentElement?.closest('.djs-label, code, [translate="no"]') !== null;
      if (!isName) words.push(node.textContent ?? '');
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]'))
      for (const name of ['aria-label', 'title', 'placeholder']) words.push(element.getAttribute(name) ?? '');
    return [...new Set(words.map((text) => text.trim()).filter((text) => text !== ''))];
  });
}

/** Every text of a language by its key, without the namespace. */
async function textsOf(locale: string): Promise<Texts> {
  const texts = new Map<string, string>();
  const collect = (value: unknown, path: string): void => {
    if (typeof value === 'string') texts.set(path, value);
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) collect(inner, path === '' ? key : `${path}.${key}`);
  };
  const files = (await readdir(`${TEXTS}/${locale}`)).filter((name) => name.endsWith('.json'));
  for (const file of files) collect(JSON.parse(await readFile(`${TEXTS}/${locale}/${file}`, 'utf8')), '');
  return texts;
}
