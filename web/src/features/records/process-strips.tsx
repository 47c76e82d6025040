import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type RecordView } from '#contract';
import { useShellPanels } from '../../app/shell/shell-panels.ts';
import { useRoute } from '../../client/index.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/section.tsx';
import { Text, UnstyledButton } from '@mantine/core';
import { ProcessStripCard } from './process-strip-card.tsx';
import { ActionSign } from '../../ui/actions/action-button.tsx';

/** Processes that work on a record: the running ones with where they stand, the finished ones folded. */
export function ProcessStrips({ record }: { readonly record: RecordView }) {
  const { t } = useTranslation('records');
  const panels = useShellPanels();
  const [all, setAll] = useState(false);
  const processes = useRoute(routes.records.recordProcesses, {
    params: { entity: record.entity, id: record.id },
  });
  const startable = (processes.data?.startable.length ?? 0) > 0;
  return (
    <Section
      title={t('processes.title')}
      actions={
        startable && (
          <ActionSign
            iconSize={16}
            action={{
              name: 'start-here',
              label: t('processes.start'),
              icon: IconPlayerPlay,
              run: () =>
                panels.open({
                  kind: 'start',
                  record: { entity: record.entity, id: record.id, title: record.title },
                }),
            }}
          />
        )
      }
    >
      <Loaded query={processes} compact>
        {({ items }) => {
          const active = items.filter((process) => process.status === 'active');
          const ended = items.filter((process) => process.status !== 'active');
          return (
            <>
              {items.length === 0 && (
                <Text size="sm" c="dimmed">
                  {t('processes.empty')}
                </Text>
              )}
              {[...active, ...(all ? ended : [])].map((process) => (
                <ProcessStripCard key={process.instanceId} process={process} />
              ))}
              {ended.length > 0 && (
                <UnstyledButton
                  aria-expanded={all}
                  onClick={() => setAll(!all)}
                  style={{ fontSize: 13, color: 'var(--tl-text-dim)', padding: '4px 0' }}
                >
                  {t('processes.finished', { number: ended.length })}
                </UnstyledButton>
              )}
            </>
          );
        }}
      </Loaded>
    </Section>
  );
}
