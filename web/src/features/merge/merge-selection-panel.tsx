import { Button, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useAction, useRoute } from '../../client/index.ts';
import { SidePanel } from '../../ui/side-panel.tsx';
import { MergeComparison } from './merge-comparison.tsx';
import type { Compared } from './compared.ts';
import { useMerge } from './use-merge.ts';

interface MergeSelectionPanelProps {
  readonly entity: Compared;
  /** Two to ten. */
  readonly ids: readonly string[];
  /** Two records are merged at once, more of them as a batch. */
  readonly onMerged: () => void;
  readonly onBatch: (batchId: string) => void;
  readonly onClose: () => void;
}

/** Records chosen in a list become one of them. Two are compared field by field; more follow the rules alone. */
export function MergeSelectionPanel({ entity, ids, onMerged, onBatch, onClose }: MergeSelectionPanelProps) {
  const { t } = useTranslation(['records', 'common']);
  const [survivorId, setSurvivorId] = useState(ids[0] ?? '');
  const losers = ids.filter((id) => id !== survivorId);
  const pair = useMerge(
    { entity, survivorId, loserId: ids.length === 2 ? (losers[0] ?? null) : null },
    onMerged,
  );
  const many = useAction(routes.duplicates.mergeMany, { onSuccess: (batch) => onBatch(batch.id) });
  const run = (): void => {
    if (pair.isPair) pair.run();
    else many.run({ body: { entity, survivorId, loserIds: losers } });
  };
  return (
    <SidePanel
      title={t('records:merge.selection', { count: ids.length })}
      width={560}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button
            variant="filled"
            disabled={pair.isPair && !pair.preview.data}
            loading={pair.pending || many.pending}
            onClick={run}
          >
            {t('records:merge.run')}
          </Button>
        </>
      }
    >
      <Stack gap="md">
        <Text size="sm">{t(pair.isPair ? 'records:merge.hintPair' : 'records:merge.hintMany')}</Text>
        <Radio.Group
          label={t('records:merge.keep')}
          value={survivorId}
          onChange={(id) => {
            setSurvivorId(id);
            pair.reset();
          }}
        >
          <Stack gap={8} mt={6}>
            {ids.map((id) => (
              <Choice key={id} entity={entity} id={id} />
            ))}
          </Stack>
        </Radio.Group>
        {pair.isPair && <MergeComparison merge={pair} />}
      </Stack>
    </SidePanel>
  );
}

function Choice({ entity, id }: { readonly entity: Compared; readonly id: string }) {
  const { t } = useTranslation('common');
  const record = useRoute(routes.records.getRecord, { params: { entity, id } }).data;
  const known = record && [record.title, record.number, record.fields.email ?? record.fields.phone];
  const label = known ? known.filter(Boolean).join(' · ') : t('words.unknown');
  return <Radio value={id} label={label} />;
}
