import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type Locale, type Notification } from '#contract';
import { paths } from '../../app/paths.ts';
import { useAction, useRoute } from '../../client/index.ts';
import { formatDateTime, formatNumber } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { EntityIcon } from '../../ui/entity-icon.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import classes from '../sales/sales.module.css';

const METRICS = ['first_response', 'next_response', 'resolution'] as const;

/** What was taken out is looked into where administrators see all exports. */
function addressOf({ kind, record }: Notification): string {
  return kind === 'export' ? paths.signInRules() : paths.record(record.entity, record.id);
}

/** Kinds whose text is a value and not what somebody said. */
const VALUED: readonly Notification['kind'][] = ['sla', 'export', 'reminder'];

function valueOf(locale: Locale, kind: Notification['kind'], text: string | null): string {
  if (text === null) return '';
  if (kind === 'export') return formatNumber(locale, Number(text));
  return kind === 'reminder' ? formatDateTime(locale, text) : '';
}

/** What one is told of, newest first; opening one reads it. */
export function NotificationsPanel({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('sales');
  const locale = useLocale();
  const told = useRoute(routes.collaboration.notifications, { query: { limit: 100 } });
  const read = useAction(routes.collaboration.readNotifications, {
    invalidate: [routes.collaboration.notifications],
  });
  const words = ({ kind, actor, text }: Notification): string => {
    const metric = METRICS.find((one) => one === text);
    const what = metric ? t(`clocks.metrics.${metric}`) : valueOf(locale, kind, text);
    return t(`notifications.kinds.${kind}`, { who: actor?.name ?? t('notifications.product'), metric: what });
  };
  return (
    <SidePanel
      title={t('notifications.title')}
      onClose={onClose}
      footer={
        (told.data?.unread ?? 0) > 0 && (
          <Button loading={read.pending} onClick={() => read.run({ body: { ids: null } })}>
            {t('notifications.readAll')}
          </Button>
        )
      }
    >
      <Loaded query={told}>
        {({ items }) => (
          <>
            {items.length === 0 && <Text c="dimmed">{t('notifications.empty')}</Text>}
            <ul className={classes.list}>
              {items.map((one) => (
                <li key={one.id} className={one.readAt === null ? classes.unread : undefined}>
                  <EntityIcon entity={one.record.entity} size={15} />
                  <span className={classes.grow}>
                    <Link
                      to={addressOf(one)}
                      onClick={() => {
                        if (one.readAt === null) read.run({ body: { ids: [one.id] } });
                        onClose();
                      }}
                    >
                      {one.record.title}
                    </Link>
                    <div className={classes.dim}>
                      {words(one)}, <RelativeTime at={one.createdAt} />
                    </div>
                    {one.text && !VALUED.includes(one.kind) && (
                      <div className={classes.dim}>“{one.text}”</div>
                    )}
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
      </Loaded>
    </SidePanel>
  );
}
