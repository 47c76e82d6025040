import { useTranslation } from 'react-i18next';
import type { TranslatedText } from '#moddle';
import { LOCALES } from '../../../i18n/i18n.ts';
import { TextField } from './text-field.tsx';
import classes from './language-fields.module.css';

interface LanguageFieldsProps {
  /** As it is drawn or written; shown where a language has none. */
  readonly drawn: string | null;
  readonly translations: TranslatedText;
  /** A longer text instead of a name: one below the other, and none while there is nothing to translate. */
  readonly isText?: boolean;
  readonly onCommit: (translations: TranslatedText) => void;
}

/** A name or text for readers of each language; where it is empty they see it as it is drawn. */
export function LanguageFields({ drawn, translations, isText = false, onCommit }: LanguageFieldsProps) {
  const { t } = useTranslation('designer');
  if (isText && drawn === null && Object.keys(translations).length === 0) return null;
  return (
    <div className={isText ? classes.texts : classes.fields}>
      {LOCALES.map((language) => (
        <TextField
          key={language}
          multiline={isText}
          label={t(`what.${isText ? 'textIn' : 'nameIn'}.${language}`)}
          placeholder={drawn ?? undefined}
          value={translations[language] ?? null}
          onCommit={(text) => {
            const { [language]: _was, ...others } = translations;
            onCommit(text === null ? others : { ...others, [language]: text });
          }}
        />
      ))}
    </div>
  );
}
