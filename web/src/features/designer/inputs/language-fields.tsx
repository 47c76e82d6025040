import { UnstyledButton } from '@mantine/core';
import { IconLanguage } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TranslatedText } from '#moddle';
import { LOCALES } from '../../../i18n/i18n.ts';
import { useLocale } from '../../../i18n/use-locale.ts';
import { TextField } from './text-field.tsx';
import classes from './language-fields.module.css';

interface LanguageFieldsProps {
  readonly name: string | null;
  readonly translations: TranslatedText;
  readonly onCommit: (translations: TranslatedText) => void;
}

/** The name for readers of each language; where it is empty they see the name itself. */
export function LanguageFields({ name, translations, onCommit }: LanguageFieldsProps) {
  const { t } = useTranslation('designer');
  const [opened, setOpened] = useState(false);
  const locale = useLocale();
  const translated = translations[locale === 'en' ? 'ru' : 'en'] ?? translations[locale];
  if (!opened) {
    return (
      <UnstyledButton className={classes.open} onClick={() => setOpened(true)}>
        <IconLanguage size={15} aria-hidden />
        <span className={classes.label}>{t('what.translate')}</span>
        {translated && <span className={classes.translated}>{translated}</span>}
      </UnstyledButton>
    );
  }
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
