import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { texts } from '../../i18n/en/index.ts';
import classes from './help.module.css';

export type SampleOf = keyof (typeof texts)['help']['samples'];

/** What would stand here, as one example in words: so that an empty page tells what it will be good for. */
export function Sample({ of }: { readonly of: SampleOf }) {
  const { t } = useTranslation('help');
  return (
    <div className={classes.sample}>
      <Text size="xs" c="dimmed">
        {t('example')}
      </Text>
      <Text fw={500}>{t(`samples.${of}.title`)}</Text>
      <Text size="sm" c="dimmed">
        {t(`samples.${of}.facts`)}
      </Text>
    </div>
  );
}
