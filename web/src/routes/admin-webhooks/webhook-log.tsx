import { Button, Group, Stack, Text } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type Webhook, type WebhookDelivery } from '#contract';
import { useAction, useRoute } from '../../client/index.ts';
import classes from '../../features/audit/audit.module.css';
import { dateTimeFormat, instantFromLocal } from '../../ui/date-values.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';

interface WebhookLogProps {
  readonly hook: Webhook;
  readonly onClose: () => void;
}

const TONES = { due: 'waiting', delivered: 'done', failed: 'failed', left_out: 'neutral' } as const;

/** What was told and what was answered; a test, and telling again. */
export function WebhookLog({ hook, onClose }: WebhookLogProps) {
  const { t } = useTranslation('webhooks');
  const params = { id: hook.id };
  const [from, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState<string | null>(null);
  const log = useRoute(routes.webhooks.webhookDeliveries, { params }, { refetchInterval: 5_000 });
  const invalidate = [routes.webhooks.webhookDeliveries, routes.webhooks.webhooks];
  const test = useAction(routes.webhooks.testWebhook, { invalidate });
  const replay = useAction(routes.webhooks.replayWebhook, {
    invalidate,
    onSuccess: ({ replayed }) =>
      notifications.show({ message: t('replayed', { count: replayed }), color: 'accent' }),
  });
  const start = from && instantFromLocal(from);
  const end = to && instantFromLocal(to);
  return (
    <SidePanel
      title={t('logOf', { name: hook.name })}
      width={560}
      onClose={onClose}
      footer={
        <Button variant="filled" loading={test.pending} onClick={() => test.run({ params })}>
          {t('test')}
        </Button>
      }
    >
      <Stack gap="sm">
        <Group align="end" gap={8}>
          <DateTimePicker
            clearable
            style={{ flex: 1, minWidth: 150 }}
            label={t('from')}
            valueFormat={dateTimeFormat}
            value={from}
            onChange={setFrom}
          />
          <DateTimePicker
            clearable
            style={{ flex: 1, minWidth: 150 }}
            label={t('to')}
            valueFormat={dateTimeFormat}
            value={to}
            onChange={setTo}
          />
          <Button
            disabled={!start || !end}
            loading={replay.pending}
            onClick={() => start && end && replay.run({ params, body: { from: start, to: end } })}
          >
            {t('replayRange')}
          </Button>
        </Group>
        <Loaded query={log} compact>
          {({ items }) =>
            items.length === 0 ? (
              <Text size="sm">{t('nothing')}</Text>
            ) : (
              <ul className={classes.list}>
                {items.map((item) => (
                  <DeliveryRow
                    key={item.id}
                    item={item}
                    onAgain={() => replay.run({ params, body: { deliveryId: item.id } })}
                  />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Stack>
    </SidePanel>
  );
}

function DeliveryRow({ item, onAgain }: { readonly item: WebhookDelivery; readonly onAgain: () => void }) {
  const { t } = useTranslation('webhooks');
  return (
    <li className={classes.row}>
      <div className={classes.facts}>
        <span>{item.event}</span>
        <span className={classes.dim}>
          <RelativeTime at={item.at} />
          {item.attempts > 1 && ` · ${t('attempts', { count: item.attempts })}`}
          {item.status !== null && ` · ${item.status}`}
        </span>
        {item.answer && <span className={classes.dim}>{item.answer}</span>}
      </div>
      <Group gap={6} wrap="nowrap">
        <StatusBadge tone={TONES[item.state]} label={t(`state.${item.state}`)} />
        {item.event !== 'test' && (item.state !== 'due' || item.attempts > 0) && (
          <Button size="compact-sm" aria-label={t('replayOf', { event: item.event })} onClick={onAgain}>
            {t('replay')}
          </Button>
        )}
      </Group>
    </li>
  );
}
