import { Button, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type InstanceCard, type MigrationCheck } from '#contract';
import { useRoute } from '../../client/index.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { RowsSkeleton } from '../../ui/skeletons.tsx';
import { StatusIcon } from '../../ui/status-icon.tsx';
import { useInstanceAction } from './use-instance-action.ts';
import classes from './migrate-panel.module.css';

interface MigratePanelProps {
  readonly card: InstanceCard;
  readonly onClose: () => void;
}

/** Moves one instance to the latest version: first the dry run with its verdict, then, if it is safe, the move. */
export function MigratePanel({ card, onClose }: MigratePanelProps) {
  const { t } = useTranslation(['instance', 'common']);
  const [reason, setReason] = useState('');
  // A dry run changes nothing, so it is read like any other answer, anew each time the panel opens.
  const check = useRoute(
    routes.instances.checkMigration,
    { params: { id: card.id }, body: { toDefinitionId: card.latestDefinitionId } },
    { staleTime: 0 },
  );
  const migrate = useInstanceAction(
    routes.instances.migrateInstance,
    t('instance:migrate.done', { version: card.latestVersion }),
    onClose,
  );
  const possible = check.data?.possible === true && !check.isFetching;
  const move = (): void =>
    migrate.run({
      params: { id: card.id },
      body: { toDefinitionId: card.latestDefinitionId, ...(reason.trim() ? { reason: reason.trim() } : {}) },
    });
  return (
    <SidePanel
      title={t('instance:migrate.title', { from: card.version, to: card.latestVersion })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t(possible ? 'common:actions.cancel' : 'common:actions.close')}</Button>
          {possible && (
            <Button variant="filled" loading={migrate.pending} onClick={move}>
              {t('instance:migrate.confirm')}
            </Button>
          )}
        </>
      }
    >
      {check.isFetching && <RowsSkeleton rows={4} />}
      {check.error && !check.isFetching && (
        <ErrorState compact error={check.error} onRetry={() => void check.refetch()} />
      )}
      {check.data && !check.isFetching && (
        <Stack gap="md">
          <Verdict check={check.data} />
          {check.data.possible && (
            <Textarea
              label={t('common:reason.label')}
              placeholder={t('common:reason.placeholder')}
              autosize
              minRows={2}
              maxLength={1000}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          )}
        </Stack>
      )}
    </SidePanel>
  );
}

function Verdict({ check }: { readonly check: MigrationCheck }) {
  const { t, i18n } = useTranslation('instance');
  // A kind of obstacle that this page does not know keeps the sentence of the server.
  const obstacleText = ({ code, message }: MigrationCheck['obstacles'][number]): string => {
    const key = `migrate.obstacles.${code}`;
    return i18n.exists(`instance:${key}`) ? (t as (name: string) => string)(key) : message;
  };
  return (
    <>
      <div className={classes.verdict} data-safe={check.possible || undefined} role="status">
        <StatusIcon tone={check.possible ? 'done' : 'failed'} size={18} />
        <Text>{t(check.possible ? 'migrate.safe' : 'migrate.blocked')}</Text>
      </div>
      {check.obstacles.map((obstacle) => (
        <div key={obstacle.elementId + obstacle.code} className={classes.obstacle}>
          <Text fw={500}>{obstacle.elementName ?? obstacle.elementId}</Text>
          <Text size="sm" c="dimmed">
            {obstacleText(obstacle)}
          </Text>
        </div>
      ))}
      <div>
        <Text size="sm" c="dimmed" mb={4}>
          {t('migrate.stands')}
        </Text>
        <ul className={classes.active}>
          {check.active.map((element) => (
            <li key={element.elementId}>{element.elementName ?? element.elementId}</li>
          ))}
        </ul>
      </div>
    </>
  );
}
