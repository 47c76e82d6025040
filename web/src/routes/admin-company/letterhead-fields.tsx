import { Stack, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Company } from '#contract';

type Letterhead = Company['letterhead'];

interface LetterheadFieldsProps {
  readonly letterhead: Letterhead;
  readonly problemOf: (path: string) => string | undefined;
  readonly onChange: (letterhead: Letterhead) => void;
}

/** Whose a quote is, and on which terms: what stands on every one that goes out. */
export function LetterheadFields({ letterhead, problemOf, onChange }: LetterheadFieldsProps) {
  const { t } = useTranslation('company');
  const { name, details, terms } = letterhead;
  return (
    <Stack gap="sm" maw={560}>
      <TextInput
        label={t('letterhead.companyName')}
        maxLength={200}
        value={name}
        error={problemOf('letterhead.name')}
        onChange={(event) => onChange({ ...letterhead, name: event.currentTarget.value })}
      />
      <Textarea
        label={t('letterhead.details')}
        description={t('letterhead.detailsHint')}
        autosize
        minRows={3}
        maxLength={1_000}
        value={details}
        error={problemOf('letterhead.details')}
        onChange={(event) => onChange({ ...letterhead, details: event.currentTarget.value })}
      />
      {(['en', 'ru'] as const).map((language) => (
        <Textarea
          key={language}
          label={t(language === 'en' ? 'letterhead.termsEn' : 'letterhead.termsRu')}
          description={language === 'en' ? t('letterhead.termsHint') : undefined}
          autosize
          minRows={2}
          maxLength={4_000}
          value={terms[language]}
          error={problemOf(`letterhead.terms.${language}`)}
          onChange={(event) =>
            onChange({ ...letterhead, terms: { ...terms, [language]: event.currentTarget.value } })
          }
        />
      ))}
    </Stack>
  );
}
