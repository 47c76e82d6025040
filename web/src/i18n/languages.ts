import type { Locale } from '#contract';

/** What can be chosen as a language, each called as those who speak it do. */
export const LANGUAGES: readonly { readonly value: Locale; readonly label: string }[] = [
  { value: 'en', label: 'English' },
  { value: 'ru', label: 'Русский' },
];
