import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type PipelineView } from '#contract';
import { useRoute } from '../../client/index.ts';
import { useEntity } from '../../features/records/use-entity.ts';
import { SettingsPage } from '../../features/settings/settings-page.tsx';
import { useLocalized } from '../../i18n/use-locale.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { PipelinePanel } from './pipeline-panel.tsx';

const STAGED = ['deal', 'lead'] as const;

/** Pipelines of deals and leads with their stages. */
export function PipelinesPage() {
  const { t } = useTranslation('settings');
  const localized = useLocalized();
  const [entity, setEntity] = useState<(typeof STAGED)[number]>('deal');
  const [opened, setOpened] = useState<{ readonly pipeline: PipelineView | null } | null>(null);
  const pipelines = useRoute(routes.sales.pipelines, { params: { entity } });
  const [deal, lead] = [useEntity('deal'), useEntity('lead')];
  const nameOf = (which: (typeof STAGED)[number]): string => {
    const meta = which === 'deal' ? deal : lead;
    return meta ? localized(meta.pluralLabel) : which;
  };
  return (
    <SettingsPage
      title={t('pipelines.title')}
      hint={t('pipelines.hint')}
      query={pipelines}
      choice={
        <SegmentedControl
          mb="sm"
          aria-label={t('pipelines.of')}
          data={STAGED.map((which) => ({ value: which, label: nameOf(which) }))}
          value={entity}
          onChange={(which) => {
            setOpened(null);
            setEntity(which === 'lead' ? 'lead' : 'deal');
          }}
        />
      }
      row={(pipeline) => ({
        key: pipeline.code,
        name: localized(pipeline.label),
        facts: [pipeline.stages.map((stage) => localized(stage.label)).join(' → ')],
        badge: pipeline.isDefault ? (
          <StatusBadge plain tone="info" label={t('pipelines.default')} />
        ) : undefined,
      })}
      onOpen={(pipeline) => setOpened({ pipeline })}
    >
      {opened && (
        <PipelinePanel
          key={`${entity}:${opened.pipeline?.code ?? 'new'}`}
          entity={entity}
          pipeline={opened.pipeline}
          onClose={() => setOpened(null)}
        />
      )}
    </SettingsPage>
  );
}
