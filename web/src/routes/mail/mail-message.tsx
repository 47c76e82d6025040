import { ActionIcon, Text, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { MailItem } from '#contract';
import { paths } from '../../app/paths.ts';
import { formatDateTime } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import type { StatusTone } from '../../theme/tokens.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import classes from './mail-message.module.css';

export const MAIL_TONES: Readonly<Record<MailItem['state'], StatusTone>> = {
  queued: 'waiting',
  sent: 'done',
  failed: 'failed',
};

interface MailMessageProps {
  readonly mail: MailItem;
  readonly onClose: () => void;
}

/** One message as its receiver reads it. */
export function MailMessage({ mail, onClose }: MailMessageProps) {
  const { t } = useTranslation(['instance', 'common']);
  const locale = useLocale();
  return (
    <article className={classes.message}>
      <header className={classes.head}>
        <ActionIcon className={classes.back} aria-label={t('common:actions.back')} onClick={onClose}>
          <IconArrowLeft size={18} />
        </ActionIcon>
        <Title order={2}>{mail.subject}</Title>
        <StatusBadge tone={MAIL_TONES[mail.state]} label={t(`instance:mail.state.${mail.state}`)} />
      </header>
      <dl className={classes.facts}>
        <dt>{t('instance:mail.to')}</dt>
        <dd>{mail.to}</dd>
        {mail.sentAt && (
          <>
            <dt>{t('instance:mail.sent')}</dt>
            <dd>{formatDateTime(locale, mail.sentAt)}</dd>
          </>
        )}
      </dl>
      {mail.error && <p className={classes.error}>{mail.error}</p>}
      <Text className={classes.body}>{mail.body}</Text>
      {mail.instanceId && <Link to={paths.instance(mail.instanceId)}>{t('instance:mail.instance')}</Link>}
    </article>
  );
}
