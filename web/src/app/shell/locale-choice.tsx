import { SegmentedControl, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Locale } from '#contract';
import { LOCALES } from '../../i18n/i18n.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { useSetLocale } from './use-set-locale.ts';

export function LocaleChoice() {
  const { t } = useTranslation(['shell', 'session']);
  const locale = useLocale();
  const setLocale = useSetLocale();
  return (
    <div style={{ padding: '6px 12px' }}>
      <Text size="xs" c="dimmed" mb={4}>
        {t('shell:user.language')}
      </Text>
      <SegmentedControl
        fullWidth
        aria-label={t('shell:user.language')}
        value={locale}
        onChange={(value) => setLocale(value as Locale)}
        data={LOCALES.map((value) => ({ value, label: t(`session:language.${value}`) }))}
      />
    </div>
  );
}
