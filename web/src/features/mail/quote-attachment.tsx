import { Anchor, Checkbox, Group, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Locale } from '#contract';
import { paths } from '../../app/paths.ts';
import { LANGUAGES } from '../../i18n/languages.ts';

interface QuoteAttachmentProps {
  readonly quoteId: string;
  readonly name: string;
  /** The customer's. */
  readonly begun: Locale;
  /** Null: it does not go along. */
  readonly language: Locale | null;
  readonly onChange: (language: Locale | null) => void;
}

/** Whether the quote goes along with a message, and in which language. */
export function QuoteAttachment({ quoteId, name, begun, language, onChange }: QuoteAttachmentProps) {
  const { t } = useTranslation('mail');
  return (
    <div>
      <Checkbox
        label={t('compose.quote.attach', { name })}
        description={t('compose.quote.attachHint')}
        checked={language !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? begun : null)}
      />
      {language !== null && (
        <Group gap="sm" align="center" mt={8} pl={30}>
          <Select
            size="xs"
            w={150}
            allowDeselect={false}
            aria-label={t('compose.quote.language')}
            data={LANGUAGES}
            value={language}
            onChange={(value) => value && onChange(value)}
          />
          <Anchor size="sm" href={`${paths.quoteSheet(quoteId)}?language=${language}`} target="_blank">
            {t('compose.quote.look')}
          </Anchor>
        </Group>
      )}
    </div>
  );
}
