/**
 * Languages of the product. A language's texts are a chunk of their own; the user's choice is kept on the server
 * (it follows the person) and, for the pages before sign-in, in the browser.
 */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import dayjs from 'dayjs';
import 'dayjs/locale/ru';
import type { Locale } from '#contract';

export const LOCALES: readonly Locale[] = ['en', 'ru'];
const STORED = 'throughline-locale';

const loaders = {
  en: async () => (await import('./en/index.ts')).texts,
  ru: async () => (await import('./ru/index.ts')).texts,
};

function isLocale(value: string | null | undefined): value is Locale {
  return value === 'en' || value === 'ru';
}

export function preferredLocale(): Locale {
  const stored = window.localStorage.getItem(STORED);
  if (isLocale(stored)) return stored;
  const browser = navigator.language.slice(0, 2);
  return isLocale(browser) ? browser : 'en';
}

async function loadTexts(language: Locale): Promise<void> {
  if (i18next.hasResourceBundle(language, 'common')) return;
  for (const [area, bundle] of Object.entries(await loaders[language]())) {
    i18next.addResourceBundle(language, area, bundle, true, true);
  }
}

export async function changeLocale(language: Locale): Promise<void> {
  await loadTexts(language);
  await i18next.changeLanguage(language);
  dayjs.locale(language);
  document.documentElement.lang = language;
  window.localStorage.setItem(STORED, language);
}

export async function startI18n(): Promise<void> {
  const language = preferredLocale();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    defaultNS: 'common',
    resources: {},
    interpolation: { escapeValue: false },
    returnNull: false,
    react: { useSuspense: false },
  });
  await changeLocale(language);
}
