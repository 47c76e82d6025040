import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { routes, type ProcessListItem } from '#contract';
import { paths } from '../../app/paths.ts';
import { api, routeKey, useRoute } from '../../client/index.ts';
import { StartForm } from '../../features/starting/start-form.tsx';
import { useLocalized } from '../../i18n/use-locale.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { RecordPicker } from '../../ui/pickers/record-picker.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { RowsSkeleton } from '../../ui/skeletons.tsx';
import { subjectOf } from './subject-of.ts';

interface StartByHandPanelProps {
  readonly process: ProcessListItem;
  readonly onClose: () => void;
}

interface Chosen {
  readonly entity: string;
  readonly id: string;
  readonly title: string;
}

/** First the record that it is about, where the process is about one; then its start form; then the instance. */
export function StartByHandPanel({ process, onClose }: StartByHandPanelProps) {
  const { t } = useTranslation(['processes', 'common']);
  const localized = useLocalized();
  const navigate = useNavigate();
  const mayWatch = process.rights.includes('watch');
  const [id, setId] = useState<string | null>(null);
  const [isChosen, setChosen] = useState(false);
  const definitionId = process.latest?.id ?? '';
  const subject = useQuery({
    queryKey: [...routeKey(routes.processes.definition, { params: { id: definitionId } }), 'subject'],
    queryFn: async () =>
      subjectOf((await api.call(routes.processes.definition, { params: { id: definitionId } })).xml),
  });
  const entities = useRoute(routes.records.entities, {}, { staleTime: 300_000 }).data?.items ?? [];
  const entity = subject.data ?? null;
  const record = useRoute(
    routes.records.getRecord,
    { params: { entity: entity ?? 'ticket', id: id ?? '' } },
    { enabled: entity !== null && id !== null },
  );
  const chosen: Chosen | undefined =
    entity && id ? { entity, id, title: record.data?.title ?? '' } : undefined;
  if (subject.isLoading) {
    return (
      <SidePanel title={process.name} onClose={onClose}>
        <RowsSkeleton rows={3} />
      </SidePanel>
    );
  }
  if (subject.error) {
    return (
      <SidePanel title={process.name} onClose={onClose}>
        <EmptyState
          compact
          tone="failed"
          title={t('processes:startPanel.failed')}
          action={<Button onClick={() => void subject.refetch()}>{t('common:actions.retry')}</Button>}
        />
      </SidePanel>
    );
  }
  if (!entity || isChosen) {
    const startable = {
      processKey: process.processKey,
      name: process.name,
      description: process.description,
      definitionId,
    };
    return (
      <StartForm
        process={startable}
        record={chosen}
        onBack={() => (entity ? setChosen(false) : onClose())}
        onClose={onClose}
        onStarted={mayWatch ? (instanceId) => void navigate(paths.instance(instanceId)) : undefined}
      />
    );
  }
  const meta = entities.find((one) => one.entity === entity);
  const label = meta ? localized(meta.label) : entity;
  return (
    <SidePanel
      title={process.name}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button variant="filled" disabled={!id} onClick={() => setChosen(true)}>
            {t('processes:startPanel.next')}
          </Button>
        </>
      }
    >
      <Text c="dimmed" size="sm" mb="md">
        {t('processes:startPanel.about')}
      </Text>
      <RecordPicker entity={entity} label={label} required value={id} onChange={setId} />
    </SidePanel>
  );
}
