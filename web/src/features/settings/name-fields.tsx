import { SimpleGrid, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LocalizedText } from '#contract';

interface NameFieldsProps {
  readonly code: string;
  /** Null: a code is for ever. */
  readonly onCode: ((code: string) => void) | null;
  readonly label: LocalizedText;
  readonly onLabel: (label: LocalizedText) => void;
  readonly problemOf?: (path: string) => string | undefined;
}

/** Code and name of a rule, in both languages. */
export function NameFields({ code, onCode, label, onLabel, problemOf }: NameFieldsProps) {
  const { t } = useTranslation('settings');
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" verticalSpacing="xs" style={{ alignItems: 'start' }}>
      <TextInput
        withAsterisk
        label={t('labelEn')}
        maxLength={200}
        value={label.en}
        error={problemOf?.('label')}
        onChange={(event) => onLabel({ ...label, en: event.currentTarget.value })}
      />
      <TextInput
        withAsterisk
        label={t('labelRu')}
        maxLength={200}
        value={label.ru}
        onChange={(event) => onLabel({ ...label, ru: event.currentTarget.value })}
      />
      <TextInput
        withAsterisk
        label={t('code')}
        placeholder="a_z0_9"
        maxLength={60}
        disabled={onCode === null}
        value={code}
        error={problemOf?.('code')}
        onChange={(event) => onCode?.(event.currentTarget.value)}
      />
    </SimpleGrid>
  );
}
