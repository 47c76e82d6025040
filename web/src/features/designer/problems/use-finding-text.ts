/** A finding's sentence in the language on screen: by rule and values, in plain words without them. */
import { useTranslation } from 'react-i18next';
import { KNOWN_ACTIONS } from '#moddle';
import { useLocale, useLocalized } from '../../../i18n/use-locale.ts';
import { findingText, type SentenceFinding } from './finding-text.ts';

export function useFindingText(): (finding: SentenceFinding, elementName: string | null) => string {
  const { i18n } = useTranslation('lint');
  const locale = useLocale();
  const localized = useLocalized();
  return (finding, elementName) =>
    findingText(finding, elementName, {
      has: (key) => i18n.exists(key, { ns: 'lint', lng: locale }),
      template: (key) => i18n.getResource(locale, 'lint', key) as string,
      inputLabel: (name) => {
        const input = KNOWN_ACTIONS.flatMap((action) => action.inputs).find((one) => one.name === name);
        return input ? localized(input.label) : name;
      },
    });
}
