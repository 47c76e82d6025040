import { SegmentedControl, Text, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export function SchemeChoice() {
  const { t } = useTranslation('shell');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <div style={{ padding: '6px 12px' }}>
      <Text size="xs" c="dimmed" mb={4}>
        {t('user.scheme')}
      </Text>
      <SegmentedControl
        fullWidth
        aria-label={t('user.scheme')}
        value={colorScheme}
        onChange={(value) => setColorScheme(value as MantineColorScheme)}
        data={[
          { value: 'light', label: t('user.light') },
          { value: 'dark', label: t('user.dark') },
          { value: 'auto', label: t('user.system') },
        ]}
      />
    </div>
  );
}
