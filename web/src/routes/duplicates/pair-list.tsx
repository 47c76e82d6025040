import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type DuplicatePair } from '#contract';
import { paths } from '../../app/paths.ts';
import { useAction, usePages } from '../../client/index.ts';
import auditClasses from '../../features/audit/audit.module.css';
import { offerUndo } from '../../features/lists/offer-undo.tsx';
import { PairPanel } from '../../features/merge/pair-panel.tsx';
import { PairReasons } from '../../features/merge/pair-reasons.tsx';
import classes from '../../features/merge/pairs.module.css';
import type { Compared } from '../../features/merge/compared.ts';
import { Sample } from '../../features/help/sample.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';

const PAGE = 50;

interface PairListProps {
  readonly entity: Compared;
}

/** The pairs of one kind, the likeliest first. */
export function PairList({ entity }: PairListProps) {
  const { t } = useTranslation(['duplicates', 'common']);
  const pairs = usePages(routes.duplicates.duplicatePairs, { query: { entity, limit: PAGE } });
  const [open, setOpen] = useState<DuplicatePair | null>(null);
  const changed = { invalidate: [routes.duplicates.duplicatePairs, routes.duplicates.duplicateCounts] };
  const reopen = useAction(routes.duplicates.decideDuplicate, changed);
  const dismiss = useAction(routes.duplicates.decideDuplicate, changed);
  const decide = (pair: DuplicatePair): void => {
    const body = { entity, oneId: pair.one.id, otherId: pair.other.id };
    setOpen(null);
    dismiss.run({ body: { ...body, state: 'dismissed' } });
    offerUndo({
      id: `pair-${pair.one.id}-${pair.other.id}`,
      message: t('duplicates:dismissed'),
      undo: t('common:actions.undo'),
      onUndo: () => reopen.run({ body: { ...body, state: 'open' } }),
    });
  };
  return (
    <Loaded query={pairs}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        if (items.length === 0)
          return (
            <EmptyState
              tone="done"
              title={t('duplicates:empty')}
              message={t('duplicates:emptyHint')}
              action={
                <Button component={Link} to={paths.records(entity)}>
                  {t('duplicates:toList')}
                </Button>
              }
              sample={<Sample of="duplicate" />}
            />
          );
        return (
          <>
            <ul className={classes.list} aria-label={t('duplicates:title')}>
              {items.map((pair) => (
                <PairRow
                  key={`${pair.one.id}:${pair.other.id}`}
                  pair={pair}
                  onCompare={() => setOpen(pair)}
                  onDismiss={() => decide(pair)}
                />
              ))}
            </ul>
            {pairs.hasNextPage && (
              <Button
                variant="subtle"
                loading={pairs.isFetchingNextPage}
                onClick={() => void pairs.fetchNextPage()}
              >
                {t('duplicates:more')}
              </Button>
            )}
            {open && (
              <PairPanel
                key={`${open.one.id}:${open.other.id}`}
                pair={open}
                onDismiss={() => decide(open)}
                onClose={() => setOpen(null)}
              />
            )}
          </>
        );
      }}
    </Loaded>
  );
}

interface PairRowProps {
  readonly pair: DuplicatePair;
  readonly onCompare: () => void;
  readonly onDismiss: () => void;
}

function PairRow({ pair, onCompare, onDismiss }: PairRowProps) {
  const { t } = useTranslation('duplicates');
  const { entity, one, other, score } = pair;
  const names = { one: one.title, other: other.title };
  return (
    <li className={classes.row}>
      <span className={classes.score} title={t('score')}>
        {score} %
      </span>
      <div className={classes.facts}>
        <div className={classes.names}>
          <Link to={paths.record(entity, one.id)}>{one.title}</Link>
          <Link to={paths.record(entity, other.id)}>{other.title}</Link>
        </div>
        <PairReasons pair={pair} />
        {pair.note && <span className={auditClasses.dim}>{t('note', { note: pair.note })}</span>}
      </div>
      <div className={classes.actions}>
        <Button size="compact-sm" aria-label={t('compareOf', names)} onClick={onCompare}>
          {t('compareAction')}
        </Button>
        <Button size="compact-sm" variant="subtle" aria-label={t('dismissOf', names)} onClick={onDismiss}>
          {t('dismiss')}
        </Button>
      </div>
    </li>
  );
}
