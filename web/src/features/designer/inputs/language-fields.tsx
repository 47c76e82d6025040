import { useTranslation } from 'react-i18next';
import type { TranslatedText } from '#moddle';
import { LOCALES } from '../../../i18n/i18n.ts';
import { TextField } from './text-field.tsx';
import classes from './language-fields.module.css';

interface LanguageFieldsProps {
  readonly name: string | null;
  readonly translations: TranslatedText;
  readonly onCommit: (translations: TranslatedText) => void;
}

/** The name for readers of each language, side by side; where it is empty they see the name on the map. */
export function LanguageFields({ name, translations, onCommit }: LanguageFieldsProps) {
  const { t } = useTranslation('designer');
  return (
    <div className={classes.fields}>
      {LOCALES.map((language) => (
        <TextField
          key={language}
          label={t(`what.nameIn.${language}`)}
          placeholder={name ?? undefined}
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
