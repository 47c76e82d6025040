/**
 * Every screen, opened once: in Russian, as its text is longer and nothing of the product's own words may stay English;
 * looked at by axe wide and light, and small and dark.
 */
import { readdir, readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousViolations } from './support/axe.ts';
import { crowd, onEveryScreen, type Crowd } from './support/crowd.ts';
import { allScreens, type Screen } from './support/screens.ts';
import { openStage, type Stage } from './support/stage.ts';

const LOOKS = [
  { name: '1440 light', size: { width: 1440, height: 900 }, scheme: 'light' },
  { name: '390 dark', size: { width: 390, height: 844 }, scheme: 'dark' },
] as const;
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
const unreachable: string[] = [];
const untranslated: string[] = [];

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
  await onEveryScreen(people, screens, look);
}, 10 * MINUTES);
afterAll(() => stage?.close());

describe('every screen', () => {
  it('has no serious violation, wide and light or small and dark', () => {
    expect(unreachable).toEqual([]);
  });

  it('speaks Russian', () => {
    expect(untranslated).toEqual([]);
  });

  it('says the language to the reader of the page', async () => {
    const { page } = await people.person('Anna');
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('ru');
  });

  it('shows nothing in the language of a new browser first', async () => {
    const { page } = await stage.enter('Anna');
    await page.addInitScript(() => {
      const note = (): void => {
        if (document.querySelector('nav')?.textContent?.includes('Inbox')) window.name = 'English';
      };
      new MutationObserver(note).observe(document, { childList: true, subtree: true, characterData: true });
    });
    await page.goto('/inbox');
    await page.getByRole('heading', { level: 1, name: 'Входящие' }).waitFor();
    expect(await page.evaluate(() => window.name)).toBe('');
    await page.context().close();
  });
});

async function look(page: Page, screen: Screen): Promise<void> {
  if (screen.person === null) {
    await page.getByText('Русский').click();
    await page.getByRole('heading', { level: 1, name: 'Вход' }).waitFor();
  }
  for (const words of await wordsOf(page)) {
    if (english.has(words)) untranslated.push(`${screen.name}: “${words}” is English`);
    if (keys.has(words)) untranslated.push(`${screen.name}: “${words}” is the name of a text`);
  }
  for (const worn of LOOKS) {
    await wear(page, worn);
    for (const violation of await seriousViolations(page))
      unreachable.push(`${screen.name} at ${worn.name}: ${violation}`);
  }
  await wear(page, LOOKS[0]);
}

async function wear(page: Page, { size, scheme }: (typeof LOOKS)[number]): Promise<void> {
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: scheme });
  await page.locator(`html[data-mantine-color-scheme=${scheme}]`).waitFor({ state: 'attached' });
}

/** Everything that is read or heard: texts of the page, and names of what has no text. */
function wordsOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const words: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      // Names of steps belong to who has drawn them, names of variables and fields to nobody's language.
      const isName =
        node.parentElement?.closest('.djs-label, code') || node.parentElement?.translate === false;
      if (!isName) words.push(node.textContent ?? '');
    }
    for (const element of document.querySelectorAll<HTMLElement>('[aria-label], [title], [placeholder]')) {
      if (element.translate === false) continue;
      for (const name of ['aria-label', 'title', 'placeholder']) words.push(element.getAttribute(name) ?? '');
    }
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
