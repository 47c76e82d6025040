import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconMail } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type ReceivedMail } from '#contract';
import { paths } from '../../app/paths.ts';
import { useAction, usePages, useRoute } from '../../client/index.ts';
import audit from '../../features/audit/audit.module.css';
import type { StatusTone } from '../../theme/tokens.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { RecordLink } from '../../ui/record-link.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { RowsSkeleton } from '../../ui/skeletons.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import classes from './mail-page.module.css';

const TONES: Readonly<Record<ReceivedMail['outcome'], StatusTone>> = {
  filed: 'done',
  created: 'info',
  commented: 'done',
  completed: 'done',
  bounced: 'late',
  ignored: 'neutral',
  failed: 'failed',
};

/** What came by mail and what became of it. */
export function ReceivedTab() {
  const { t } = useTranslation(['mail', 'common']);
  const mail = usePages(routes.mail.receivedMail, { query: {} });
  const state = useRoute(routes.mail.mailState);
  const fetch = useAction(routes.mail.fetchMail, {
    invalidate: [routes.mail.receivedMail, routes.mail.mailState],
    onSuccess: ({ fetched }) =>
      notifications.show({ message: t('mail:received.fetched', { count: fetched }), color: 'accent' }),
  });
  const items = mail.data?.pages.flatMap((page) => page.items);
  return (
    <div className={classes.plain}>
      {state.data?.mailbox && (
        <Group justify="flex-end">
          <Button loading={fetch.pending} onClick={() => fetch.run({})}>
            {t('mail:received.fetch')}
          </Button>
        </Group>
      )}
      {!items && mail.error && <ErrorState error={mail.error} onRetry={() => void mail.refetch()} />}
      {!items && !mail.error && <RowsSkeleton rows={8} height={30} />}
      {items?.length === 0 && (
        <EmptyState
          icon={<IconMail size={28} stroke={1.5} />}
          title={t('mail:received.empty')}
          message={state.data?.mailbox === null ? t('mail:settings.none') : t('mail:received.emptyHint')}
        />
      )}
      {items && items.length > 0 && (
        <ul className={audit.list} aria-label={t('mail:received.list')}>
          {items.map((item) => (
            <ReceivedRow key={item.id} item={item} />
          ))}
        </ul>
      )}
      {mail.hasNextPage && (
        <Button mt="md" loading={mail.isFetchingNextPage} onClick={() => void mail.fetchNextPage()}>
          {t('common:actions.showMore')}
        </Button>
      )}
    </div>
  );
}

function ReceivedRow({ item }: { readonly item: ReceivedMail }) {
  const { t, i18n } = useTranslation('mail');
  const known = item.reason !== null && i18n.exists(`mail:received.reason.${item.reason}`);
  // Reasons of the product have texts of their own; the rest is the server's sentence.
  const reason = known ? (t as (key: string) => string)(`received.reason.${item.reason}`) : item.reason;
  return (
    <li className={audit.row}>
      <div className={audit.facts}>
        <strong>{item.subject || '—'}</strong>
        <span className={audit.dim}>
          {[item.fromName, item.from].filter(Boolean).join(', ')} · <RelativeTime at={item.receivedAt} />
        </span>
        {item.record && <RecordLink record={item.record} />}
        {item.instanceId && <Link to={paths.instance(item.instanceId)}>{t('received.openInstance')}</Link>}
        {reason && <span className={audit.dim}>{reason}</span>}
        {item.leftOut.length > 0 && (
          <span className={audit.dim}>{t('received.leftOut', { names: item.leftOut.join('; ') })}</span>
        )}
      </div>
      <StatusBadge tone={TONES[item.outcome]} label={t(`received.outcome.${item.outcome}`)} />
    </li>
  );
}
