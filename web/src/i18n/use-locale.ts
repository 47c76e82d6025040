import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Locale, LocalizedText } from '#contract';

/** The language on screen. */
export function useLocale(): Locale {
  const { i18n } = useTranslation();
  return i18n.language === 'ru' ? 'ru' : 'en';
}

/** Texts that are data (labels of fields, roles, options) in the language on screen. */
export function useLocalized(): (text: LocalizedText) => string {
  const language = useLocale();
  return useCallback((text: LocalizedText) => text[language] || text.en, [language]);
}
