import { Button, Text, UnstyledButton } from '@mantine/core';
import { IconMail } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useLive, usePages } from '../../client/index.ts';
import { usePageKeys } from '../../features/tasks/row-keys.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { RowsSkeleton } from '../../ui/skeletons.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { MailMessage, MAIL_TONES } from './mail-message.tsx';
import classes from './mail-page.module.css';

/** What was mailed: in a demonstration nothing leaves the machine, it is read here. */
export function OutboxTab() {
  const { t } = useTranslation(['instance', 'common']);
  const [chosen, setChosen] = useState<string | null>(null);
  const mail = usePages(routes.admin.mailOutbox, { query: {} });
  useLive({ kind: 'instances' }, [routes.admin.mailOutbox]);
  const items = mail.data?.pages.flatMap((page) => page.items);
  const at = items?.findIndex((item) => item.id === chosen) ?? -1;
  const open = items?.[at];
  const move = (by: number): void => {
    const next = items?.[Math.max(0, Math.min(items.length - 1, at + by))];
    if (next) setChosen(next.id);
  };
  usePageKeys({ KeyJ: () => move(1), KeyK: () => move(-1) });
  return (
    <>
      {!items && mail.error && <ErrorState error={mail.error} onRetry={() => void mail.refetch()} />}
      {!items && !mail.error && <RowsSkeleton rows={8} height={30} />}
      {items?.length === 0 && (
        <EmptyState
          icon={<IconMail size={28} stroke={1.5} />}
          title={t('instance:mail.empty')}
          message={t('instance:mail.emptyHint')}
        />
      )}
      {items && items.length > 0 && (
        <div className={classes.split}>
          <ul className={classes.list} aria-label={t('instance:mail.list')}>
            {items.map((item) => (
              <li key={item.id}>
                <UnstyledButton
                  className={classes.row}
                  aria-pressed={item.id === chosen}
                  onClick={() => setChosen(item.id)}
                >
                  <span className={classes.subject}>{item.subject}</span>
                  <span className={classes.to}>{item.to}</span>
                  <span className={classes.facts}>
                    <StatusBadge
                      plain
                      tone={MAIL_TONES[item.state]}
                      label={t(`instance:mail.state.${item.state}`)}
                    />
                    {item.sentAt && <RelativeTime at={item.sentAt} />}
                  </span>
                </UnstyledButton>
              </li>
            ))}
            {mail.hasNextPage && (
              <li>
                <Button m="md" loading={mail.isFetchingNextPage} onClick={() => void mail.fetchNextPage()}>
                  {t('common:actions.showMore')}
                </Button>
              </li>
            )}
          </ul>
          <div className={classes.message} data-open={open ? true : undefined}>
            {open ? (
              <MailMessage mail={open} onClose={() => setChosen(null)} />
            ) : (
              <Text c="dimmed" p="lg">
                {t('instance:mail.pick')}
              </Text>
            )}
          </div>
        </div>
      )}
    </>
  );
}
