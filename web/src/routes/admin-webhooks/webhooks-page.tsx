import { Button, Code, Group, Text } from '@mantine/core';
import { IconWebhook } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type Webhook } from '#contract';
import { useRoute } from '../../client/index.ts';
import classes from '../../features/audit/audit.module.css';
import { formatDateTime } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RowList } from '../../ui/row-list.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { WebhookLog } from './webhook-log.tsx';
import { WebhookPanel } from './webhook-panel.tsx';
import { ActionButton } from '../../ui/actions/action-button.tsx';

type Panel =
  | { readonly kind: 'edit'; readonly hook: Webhook | null }
  | { readonly kind: 'log'; readonly hook: Webhook }
  | { readonly kind: 'secret'; readonly secret: string };

/** Other systems that are told what happened. */
export function WebhooksPage() {
  const { t } = useTranslation('webhooks');
  const [panel, setPanel] = useState<Panel | null>(null);
  const hooks = useRoute(routes.webhooks.webhooks);
  const close = (): void => setPanel(null);
  const showSecret = (secret: string | null): void => setPanel(secret ? { kind: 'secret', secret } : null);
  const make = (
    <ActionButton
      variant="filled"
      action={{ name: 'new', label: t('new'), run: () => setPanel({ kind: 'edit', hook: null }) }}
    />
  );
  return (
    <>
      <PageHeader title={t('title')} meta={t('hint')} actions={(hooks.data?.items.length ?? 0) > 0 && make} />
      <RowList
        query={hooks}
        label={t('title')}
        empty={
          <EmptyState
            icon={<IconWebhook size={28} stroke={1.5} />}
            title={t('empty')}
            message={t('emptyHint')}
            action={make}
          />
        }
      >
        {(hook) => <HookRow key={hook.id} hook={hook} onOpen={(kind) => setPanel({ kind, hook })} />}
      </RowList>
      {panel?.kind === 'edit' && (
        <WebhookPanel key={panel.hook?.id ?? 'new'} hook={panel.hook} onSecret={showSecret} onClose={close} />
      )}
      {panel?.kind === 'log' && <WebhookLog key={panel.hook.id} hook={panel.hook} onClose={close} />}
      {panel?.kind === 'secret' && (
        <SidePanel title={t('secretTitle')} onClose={close}>
          <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
            {panel.secret}
          </Code>
          <Text size="sm" mt="sm">
            {t('secretHint')}
          </Text>
        </SidePanel>
      )}
    </>
  );
}

function HookRow({
  hook,
  onOpen,
}: {
  readonly hook: Webhook;
  readonly onOpen: (kind: 'edit' | 'log') => void;
}) {
  const { t } = useTranslation('webhooks');
  const locale = useLocale();
  const { name } = hook;
  return (
    <li className={classes.row}>
      <div className={classes.facts}>
        <strong>{name}</strong>
        <span className={classes.dim}>{hook.url}</span>
        <span className={classes.dim}>
          {[
            hook.owner.name,
            hook.due > 0 ? t('due', { count: hook.due }) : null,
            hook.failingSince ? t('failing', { at: formatDateTime(locale, hook.failingSince) }) : null,
            hook.disabledReason,
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        {!hook.active && (
          <StatusBadge plain tone={hook.disabledReason ? 'failed' : 'neutral'} label={t('off')} />
        )}
      </div>
      <Group gap={6} justify="flex-end">
        <Button size="compact-sm" aria-label={t('logOf', { name })} onClick={() => onOpen('log')}>
          {t('log')}
        </Button>
        <Button size="compact-sm" aria-label={t('editOf', { name })} onClick={() => onOpen('edit')}>
          {t('edit')}
        </Button>
      </Group>
    </li>
  );
}
