import { Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DuplicatePair } from '#contract';
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
        <Text size="sm">{t('records:merge.hintPair')}</Text>
        <PairReasons pair={pair} />
        {pair.note && <Text size="sm">{t('duplicates:note', { note: pair.note })}</Text>}
        <MergeComparison
          merge={merge}
          onSwap={() => {
            setKeep(loser.id);
            merge.reset();
          }}
        />
      </Stack>
    </SidePanel>
  );
}
