import { Button } from '@mantine/core';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type Refusal } from '#contract';
import { useRoute } from '../../client/index.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { BatchProgress, RefusalList } from './batch-progress.tsx';

const LOOK_AGAIN_MS = 700;

interface BatchPanelProps {
  /** Null when nothing could be begun. */
  readonly batchId: string | null;
  readonly title: string;
  /** What was refused before the batch began. */
  readonly refused?: readonly Refusal[];
  /** More were refused than are told. */
  readonly refusedCount?: number;
  readonly onOver?: () => void;
  readonly onClose: () => void;
}

/** A batch as it goes, with what refused; it goes on also when the panel is closed. */
export function BatchPanel(props: BatchPanelProps) {
  const { batchId, title, refused = [], refusedCount = 0, onOver, onClose } = props;
  const { t } = useTranslation(['operations', 'common']);
  return (
    <SidePanel
      title={title}
      onClose={onClose}
      footer={<Button onClick={onClose}>{t('common:actions.close')}</Button>}
    >
      {batchId === null ? (
        <p>{t('operations:batch.nothing')}</p>
      ) : (
        <Running batchId={batchId} onOver={onOver} />
      )}
      <RefusalList refused={refused} />
      {refusedCount > refused.length && (
        <p>{t('operations:batch.refusedMore', { count: refusedCount - refused.length })}</p>
      )}
    </SidePanel>
  );
}

function Running({ batchId, onOver }: { readonly batchId: string; readonly onOver?: () => void }) {
  const input = { params: { id: batchId } };
  const first = useRoute(routes.tasks.getBatch, input);
  const isRunning = first.data?.state === 'running';
  const batch = useRoute(routes.tasks.getBatch, input, {
    refetchInterval: isRunning ? LOOK_AGAIN_MS : undefined,
  });
  const isOver = batch.data !== undefined && batch.data.state !== 'running';
  // Lists elsewhere on the page are read again when the last target is treated.
  const tell = useEffectEvent(() => onOver?.());
  useEffect(() => {
    if (isOver) tell();
  }, [isOver]);
  return (
    <Loaded query={batch}>
      {(loaded) => (
        <>
          <BatchProgress batch={loaded} />
          <RefusalList refused={loaded.refused} />
        </>
      )}
    </Loaded>
  );
}
