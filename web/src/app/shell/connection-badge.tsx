import { Tooltip } from '@mantine/core';
import { IconWifiOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useConnectionState } from '../../client/index.ts';
import classes from './connection-badge.module.css';

/** Whether the page is live. Quiet while it is, with words when it is not. */
export function ConnectionBadge() {
  const { t } = useTranslation('shell');
  const state = useConnectionState();
  if (state === 'off' || state === 'connecting') return null;
  if (state === 'connected') {
    return (
      <Tooltip label={t('live.connected')}>
        <span className={classes.live} role="img" aria-label={t('live.connected')} />
      </Tooltip>
    );
  }
  return (
    <Tooltip label={t('live.lost')} multiline w={280}>
      <span className={classes.lost} role="status">
        <IconWifiOff size={14} aria-hidden />
        <span className={classes.words}>{t('live.lostShort')}</span>
      </span>
    </Tooltip>
  );
}
