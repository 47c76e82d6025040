import { Button, Progress } from '@mantine/core';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type RecordBatch } from '#contract';
import { paths } from '../../app/paths.ts';
import { queryClient, routeKey, useAction, useRefusalWords, useRoute } from '../../client/index.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { offerUndo } from './offer-undo.tsx';
import classes from './lists.module.css';

const LOOK_AGAIN_MS = 600;
/** What many records changed at once make stale. */
const CHANGED = [
  routes.records.listRecords,
  routes.records.recordGroups,
  routes.duplicates.duplicatePairs,
  routes.duplicates.duplicateCounts,
];

interface RecordBatchPanelProps {
  readonly batchId: string;
  /** Taking it back is a batch of its own. */
  readonly onUndo: (batchId: string) => void;
  readonly onClose: () => void;
}

/** A batch of records as it goes, with the rows that refused and why; it goes on also when the panel is closed. */
export function RecordBatchPanel({ batchId, onUndo, onClose }: RecordBatchPanelProps) {
  const { t } = useTranslation(['lists', 'common']);
  const input = { params: { id: batchId } };
  const first = useRoute(routes.recordBatches.getRecordBatch, input);
  const isRunning = first.data?.state === 'running';
  const batch = useRoute(routes.recordBatches.getRecordBatch, input, {
    refetchInterval: isRunning ? LOOK_AGAIN_MS : undefined,
  });
  const cancel = useAction(routes.recordBatches.cancelRecordBatch, {
    invalidate: [routes.recordBatches.getRecordBatch],
  });
  const undo = useAction(routes.recordBatches.undoRecordBatch, { onSuccess: (begun) => onUndo(begun.id) });
  const finished = batch.data && batch.data.state !== 'running' ? batch.data : null;
  const tell = useEffectEvent(() => {
    for (const route of CHANGED) void queryClient.invalidateQueries({ queryKey: routeKey(route) });
  });
  // While the panel is open its own button takes it back, and nothing may cover that.
  const close = (): void => {
    onClose();
    if (finished?.mayUndo)
      offerUndo({
        id: `batch-${finished.id}`,
        message: t('lists:bulk.done', { count: finished.done }),
        undo: t('common:actions.undo'),
        onUndo: () => undo.run(input),
      });
  };
  const isOver = finished !== null;
  useEffect(() => {
    if (isOver) tell();
  }, [isOver]);
  return (
    <SidePanel
      title={t('lists:bulk.progress')}
      onClose={close}
      footer={
        <>
          {batch.data?.state === 'running' && (
            <Button loading={cancel.pending} onClick={() => cancel.run(input)}>
              {t('lists:bulk.stop')}
            </Button>
          )}
          {finished?.mayUndo && (
            <Button loading={undo.pending} onClick={() => undo.run(input)}>
              {t('common:actions.undo')}
            </Button>
          )}
          <Button variant="filled" onClick={close}>
            {t('common:actions.close')}
          </Button>
        </>
      }
    >
      <Loaded query={batch}>{(loaded) => <BatchFacts batch={loaded} />}</Loaded>
    </SidePanel>
  );
}

function BatchFacts({ batch }: { readonly batch: RecordBatch }) {
  const { t } = useTranslation('lists');
  const refusalWords = useRefusalWords();
  const { total, done, refused, refusals } = batch;
  return (
    <>
      <Progress
        value={total === 0 ? 100 : Math.round(((done + refused) / total) * 100)}
        size="sm"
        aria-label={t('bulk.progress')}
      />
      <p role="status">{t('bulk.so', { done, total })}</p>
      {refused > 0 && (
        <section aria-label={t('bulk.refused', { count: refused })}>
          <h3 className={classes.refusedTitle}>{t('bulk.refused', { count: refused })}</h3>
          <ul className={classes.refusals}>
            {refusals.map((one) => (
              <li key={one.id}>
                {one.title ? (
                  <Link to={paths.record(batch.entity, one.id)}>{one.title}</Link>
                ) : (
                  t('bulk.unseen')
                )}
                <span className={classes.dim}>{refusalWords(one)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
