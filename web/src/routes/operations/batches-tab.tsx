import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type Batch } from '#contract';
import { routeKey, useAction, useRoute } from '../../client/index.ts';
import { BatchPanel } from '../../features/batches/batch-panel.tsx';
import { BatchProgress } from '../../features/batches/batch-progress.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { NewBatchPanel } from './new-batch-panel.tsx';
import classes from './operations.module.css';
import { SendEventPanel } from './send-event-panel.tsx';
import { SignalsOnTheirWay } from './signals-on-their-way.tsx';

const LOOK_AGAIN_MS = 2_000;

/** Operations over many, as they go. */
export function BatchesTab() {
  const { t } = useTranslation('operations');
  const queries = useQueryClient();
  const [adds, setAdds] = useState(false);
  const [sends, setSends] = useState(false);
  const [open, setOpen] = useState<string | null>(null);
  const batches = useRoute(routes.operations.listBatches, {}, { refetchInterval: LOOK_AGAIN_MS });
  const readAgain = (): void =>
    void queries.invalidateQueries({ queryKey: routeKey(routes.operations.listBatches) });
  return (
    <>
      <div className={classes.bar}>
        <Button onClick={() => setSends(true)}>{t('send.open')}</Button>
        <Button variant="filled" onClick={() => setAdds(true)}>
          {t('batch.add')}
        </Button>
      </div>
      <Loaded query={batches}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState compact title={t('batch.empty')} message={t('batch.emptyHint')} />
          ) : (
            <ul className={classes.list}>
              {items.map((batch) => (
                <BatchRow key={batch.id} batch={batch} onOpen={() => setOpen(batch.id)} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <SignalsOnTheirWay />
      {adds && (
        <NewBatchPanel
          onStarted={(batchId) => {
            setAdds(false);
            setOpen(batchId);
            readAgain();
          }}
          onClose={() => setAdds(false)}
        />
      )}
      {sends && <SendEventPanel onClose={() => setSends(false)} />}
      {open && (
        <BatchPanel
          key={open}
          title={t('batch.title')}
          batchId={open}
          onOver={readAgain}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}

const TONES = { running: 'running', done: 'done', cancelled: 'skipped' } as const;

function BatchRow({ batch, onOpen }: { readonly batch: Batch; readonly onOpen: () => void }) {
  const { t } = useTranslation(['operations', 'common']);
  const cancel = useAction(routes.operations.cancelBatch, { invalidate: [routes.operations.listBatches] });
  return (
    <li className={classes.row}>
      <span className={classes.words}>
        <span>{t(`operations:work.${batch.kind}`)}</span>
        <span className={classes.dim}>
          {batch.by?.name ?? t('common:words.system')}, <RelativeTime at={batch.createdAt} />
          {batch.reason !== null && ` · ${batch.reason}`}
        </span>
      </span>
      <span className={classes.side}>
        <BatchProgress batch={batch} />
      </span>
      <StatusBadge tone={TONES[batch.state]} label={t(`operations:batch.state.${batch.state}`)} />
      <span className={classes.buttons}>
        <Button size="compact-sm" onClick={onOpen}>
          {t('common:actions.open')}
        </Button>
        {batch.state === 'running' && (
          <Button
            size="compact-sm"
            loading={cancel.pending}
            onClick={() => cancel.run({ params: { id: batch.id } })}
          >
            {t('common:actions.cancel')}
          </Button>
        )}
      </span>
    </li>
  );
}
