import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useRoute } from '../../client/index.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { HistoryDays } from './history-days.tsx';
import classes from './history-tab.module.css';

const PAGE = 500;

/** What happened, newest first, in sentences; bookkeeping on demand. */
export function HistoryTab({ instanceId }: { readonly instanceId: string }) {
  const { t } = useTranslation('instance');
  const [everything, setEverything] = useState(false);
  const [starts, setStarts] = useState<readonly number[]>([0]);
  const goOn = (next: number): void =>
    setStarts((before) => (before.includes(next) ? before : [...before, next]));
  return (
    <div className={classes.history}>
      <SegmentedControl
        className={classes.filter}
        aria-label={t('history.filter')}
        value={everything ? 'all' : 'main'}
        onChange={(value) => setEverything(value === 'all')}
        data={[
          { value: 'main', label: t('history.main') },
          { value: 'all', label: t('history.all') },
        ]}
      />
      {starts.toReversed().map((afterSeq) => (
        <HistoryPage
          key={afterSeq}
          instanceId={instanceId}
          afterSeq={afterSeq}
          everything={everything}
          onMore={afterSeq === starts.at(-1) ? goOn : undefined}
        />
      ))}
    </div>
  );
}

interface HistoryPageProps {
  readonly instanceId: string;
  readonly afterSeq: number;
  readonly everything: boolean;
  readonly onMore?: (nextSeq: number) => void;
}

function HistoryPage({ instanceId, afterSeq, everything, onMore }: HistoryPageProps) {
  const { t } = useTranslation('instance');
  const page = useRoute(routes.instances.instanceHistory, {
    params: { id: instanceId },
    query: { afterSeq, limit: PAGE },
  });
  return (
    <Loaded query={page} compact>
      {({ items, nextSeq }) => (
        <>
          {onMore && nextSeq !== null && (
            <Button className={classes.more} onClick={() => onMore(nextSeq)}>
              {t('history.later')}
            </Button>
          )}
          <HistoryDays items={items} everything={everything} />
        </>
      )}
    </Loaded>
  );
}
