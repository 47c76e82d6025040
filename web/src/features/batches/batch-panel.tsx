import { Button } from '@mantine/core';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type Refusal } from '#contract';
import { useAction, useRoute } from '../../client/index.ts';
import { offerUndo } from '../lists/offer-undo.tsx';
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
  /** Offers the way back, while the panel is open and by the toast afterwards; taking back is a batch of its own. */
  readonly onUndo?: (batchId: string) => void;
  readonly onClose: () => void;
}

/** A batch as it goes, with what refused; it goes on also when the panel is closed. */
export function BatchPanel(props: BatchPanelProps) {
  const { batchId, title, refused = [], refusedCount = 0, onOver, onUndo, onClose } = props;
  const { t } = useTranslation(['operations', 'common']);
  const batch = useBatch(batchId);
  const isOver = batch.data !== undefined && batch.data.state !== 'running';
  // Lists elsewhere on the page are read again when the last target is treated.
  const tell = useEffectEvent(() => onOver?.());
  useEffect(() => {
    if (isOver) tell();
  }, [isOver]);
  const undo = useAction(routes.tasks.undoBatch, { onSuccess: (begun) => onUndo?.(begun.batchId) });
  const takeBack = batchId !== null && onUndo && isOver && batch.data.mayUndo ? batchId : null;
  const close = (): void => {
    onClose();
    if (takeBack === null) return;
    offerUndo({
      id: `batch-${takeBack}`,
      message: t('operations:batch.so', { done: batch.data?.done, total: batch.data?.total }),
      undo: t('common:actions.undo'),
      onUndo: () => undo.run({ params: { id: takeBack } }),
    });
  };
  return (
    <SidePanel
      title={title}
      onClose={close}
      footer={
        <>
          {takeBack !== null && (
            <Button loading={undo.pending} onClick={() => undo.run({ params: { id: takeBack } })}>
              {t('common:actions.undo')}
            </Button>
          )}
          <Button onClick={close}>{t('common:actions.close')}</Button>
        </>
      }
    >
      {batchId === null ? (
        <p>{t('operations:batch.nothing')}</p>
      ) : (
        <Loaded query={batch}>
          {(loaded) => (
            <>
              <BatchProgress batch={loaded} />
              <RefusalList refused={loaded.refused} />
            </>
          )}
        </Loaded>
      )}
      <RefusalList refused={refused} />
      {refusedCount > refused.length && (
        <p>{t('operations:batch.refusedMore', { count: refusedCount - refused.length })}</p>
      )}
    </SidePanel>
  );
}

/** Read again while it runs. */
function useBatch(batchId: string | null) {
  const input = { params: { id: batchId ?? '' } };
  const first = useRoute(routes.tasks.getBatch, input, { enabled: batchId !== null });
  const isRunning = first.data?.state === 'running';
  return useRoute(routes.tasks.getBatch, input, {
    enabled: batchId !== null,
    refetchInterval: isRunning ? LOOK_AGAIN_MS : undefined,
  });
}
