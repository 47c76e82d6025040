import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type EntityMeta } from '#contract';
import { paths } from '../../app/paths.ts';
import { useAction, useRoute } from '../../client/index.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { ConfirmPanel } from '../../ui/confirm-panel.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { KIND_STALE } from './kind-stale.ts';
import { RenameKindPanel } from './rename-kind-panel.tsx';

/** What is done with a kind of record that was made here: it is renamed, retired and brought back. */
export function OwnKindActions({ meta }: { readonly meta: EntityMeta }) {
  const { t } = useTranslation('fields');
  const localized = useLocalized();
  const [open, setOpen] = useState<'rename' | 'retire' | null>(null);
  const kinds = useRoute(routes.customFields.ownKinds);
  const kind = kinds.data?.items.find((one) => one.entity === meta.entity);
  const name = localized(meta.label);
  const close = (): void => setOpen(null);
  const done = (message: string): void => {
    close();
    notifications.show({ message, color: 'accent' });
  };
  const retire = useAction(routes.customFields.retireKind, {
    invalidate: KIND_STALE,
    onSuccess: () => done(t('kindRetired', { kind: name })),
  });
  const restore = useAction(routes.customFields.restoreKind, {
    invalidate: KIND_STALE,
    onSuccess: () => done(t('kindBack', { kind: name })),
  });
  if (!kind) return null;
  const params = { entity: meta.entity };
  return (
    <>
      <Group gap={8}>
        {meta.isRetired && <StatusBadge tone="neutral" label={t('retired')} />}
        <Button size="compact-sm" component={Link} to={paths.records(meta.entity)}>
          {t('kindRecords')}
        </Button>
        <Button
          size="compact-sm"
          aria-label={t('renameKindOf', { kind: name })}
          onClick={() => setOpen('rename')}
        >
          {t('renameKind')}
        </Button>
        {meta.isRetired ? (
          <Button size="compact-sm" loading={restore.pending} onClick={() => restore.run({ params })}>
            {t('bringBack')}
          </Button>
        ) : (
          <Button size="compact-sm" onClick={() => setOpen('retire')}>
            {t('retire')}
          </Button>
        )}
      </Group>
      {meta.isRetired && (
        <Text size="sm" c="dimmed">
          {t('retiredHint')}
        </Text>
      )}
      {open === 'rename' && (
        <RenameKindPanel
          key={kind.version}
          kind={kind}
          title={t('renameKindOf', { kind: name })}
          onClose={close}
        />
      )}
      {open === 'retire' && (
        <ConfirmPanel
          danger
          title={t('retireTitle', { kind: name })}
          message={t('retireMessage')}
          confirmLabel={t('retire')}
          pending={retire.pending}
          onConfirm={() => retire.run({ params })}
          onClose={close}
        />
      )}
    </>
  );
}
