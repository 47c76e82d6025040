import { Button, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DuplicatePair } from '#contract';
import { paths } from '../../app/paths.ts';
import { SidePanel } from '../../ui/side-panel.tsx';
import { MergeComparison } from './merge-comparison.tsx';
import { PairReasons } from './pair-reasons.tsx';
import { useMerge } from './use-merge.ts';

interface PairPanelProps {
  readonly pair: DuplicatePair;
  readonly onDismiss: () => void;
  readonly onClose: () => void;
}

/** One pair side by side: which of them stays, with which values; or that they are two. */
export function PairPanel({ pair, onDismiss, onClose }: PairPanelProps) {
  const { t } = useTranslation(['duplicates', 'records', 'common']);
  const [keep, setKeep] = useState(pair.keep);
  const { entity, one, other } = pair;
  const survivor = keep === one.id ? one : other;
  const loser = keep === one.id ? other : one;
  const merge = useMerge({ entity, survivorId: survivor.id, loserId: loser.id }, onClose);
  return (
    <SidePanel
      title={t('duplicates:compare')}
      width={600}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onDismiss}>{t('duplicates:dismiss')}</Button>
          <Button variant="filled" disabled={!merge.preview.data} loading={merge.pending} onClick={merge.run}>
            {t('records:merge.run')}
          </Button>
        </>
      }
    >
      <Stack gap="md">
        <PairReasons pair={pair} />
        <SegmentedControl
          fullWidth
          aria-label={t('duplicates:keep')}
          value={keep}
          data={[one, other].map((record, at) => ({
            value: record.id,
            label: t('duplicates:keepNamed', { at: at + 1, name: record.title }),
          }))}
          onChange={(id) => {
            setKeep(id);
            merge.reset();
          }}
        />
        <MergeComparison merge={merge} />
        <Text size="sm" c="dimmed">
          {t('records:merge.hint')}{' '}
          {[one, other].map((record, at) => (
            <span key={record.id}>
              {at > 0 && ' · '}
              <a href={paths.record(entity, record.id)} target="_blank" rel="noreferrer">
                {t('duplicates:openRecord', { name: record.title })}
              </a>
            </span>
          ))}
        </Text>
      </Stack>
    </SidePanel>
  );
}
