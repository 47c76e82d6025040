import { Button, NativeSelect, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type ImportJob, type ImportOutcome, type ImportRow, type ImportVerdict } from '#contract';
import { useAction, useRoute } from '../../client/index.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PreviewRow } from './preview-row.tsx';
import classes from './import.module.css';

const PAGE = 50;
const VERDICTS: readonly ImportVerdict[] = ['create', 'update', 'merge', 'review', 'skip', 'error'];
const OUTCOMES: readonly ImportOutcome[] = ['created', 'updated', 'merged', 'unchanged', 'skipped', 'failed'];
const DECISIONS = ['create', 'update', 'merge', 'skip'] as const;

interface ImportRowsProps {
  readonly job: ImportJob;
  /** Before the run rows have verdicts, after it outcomes; what was mended after it waits with verdicts. */
  readonly by: 'verdict' | 'outcome' | 'waiting';
}

/** Rows of the file, by what would become or became of them, page by page. */
export function ImportRows({ job, by }: ImportRowsProps) {
  const { t } = useTranslation('imports');
  const [filter, setFilter] = useState('all');
  const [pages, setPages] = useState<readonly number[]>([0]);
  const { verdicts, outcomes, waiting } = job.summary;
  const counts: Readonly<Record<string, number>> =
    { verdict: verdicts, outcome: outcomes, waiting }[by] ?? {};
  const shown =
    by === 'outcome'
      ? OUTCOMES.map((key) => ({ key: key as string, word: t(`outcomes.${key}`) }))
      : VERDICTS.map((key) => ({ key: key as string, word: t(`verdicts.${key}`) }));
  const decide = useAction(routes.imports.decideImportRows, {
    invalidate: [routes.imports.getImport, routes.imports.importRows],
  });
  const choose = (value: string): void => {
    setFilter(value);
    setPages([0]);
  };
  const bulk = by === 'verdict' && VERDICTS.includes(filter as ImportVerdict) && filter !== 'error';
  return (
    <>
      <div className={classes.bar}>
        <SegmentedControl
          aria-label={t('preview.filter')}
          size="sm"
          className={classes.tabs}
          value={filter}
          onChange={choose}
          data={[
            { value: 'all', label: t('preview.all') },
            ...shown
              .filter(({ key }) => (counts[key] ?? 0) > 0)
              .map(({ key, word }) => ({ value: key, label: `${word} ${counts[key]}` })),
            ...(by === 'verdict' ? [{ value: 'doubtful', label: t('preview.doubtful') }] : []),
          ]}
        />
        {bulk && (
          <NativeSelect
            aria-label={t('preview.bulk')}
            value=""
            disabled={decide.pending}
            data={[
              { value: '', label: t('preview.bulk') },
              ...DECISIONS.filter((value) => value !== filter).map((value) => ({
                value,
                label: t(`verdicts.${value}`),
              })),
            ]}
            onChange={(event) => {
              const verdict = event.currentTarget.value as (typeof DECISIONS)[number];
              decide.run({ params: { id: job.id }, body: { verdict, of: filter as ImportVerdict } });
              choose('all');
            }}
          />
        )}
      </div>
      {pages.map((after, index) => (
        <RowsPage
          key={`${filter} ${after}`}
          job={job}
          by={by}
          filter={filter}
          after={after}
          onMore={index === pages.length - 1 ? (next) => setPages([...pages, next]) : undefined}
        />
      ))}
    </>
  );
}

interface Narrowing {
  readonly verdict?: ImportVerdict;
  readonly outcome?: ImportOutcome;
  readonly doubtful?: 'true';
  readonly waiting?: 'true';
}

function narrowing(by: ImportRowsProps['by'], filter: string): Narrowing {
  const waiting: Narrowing = by === 'waiting' ? { waiting: 'true' } : {};
  if (filter === 'all') return waiting;
  if (filter === 'doubtful') return { doubtful: 'true' };
  return by === 'outcome'
    ? { outcome: filter as ImportOutcome }
    : { ...waiting, verdict: filter as ImportVerdict };
}

interface RowsPageProps extends ImportRowsProps {
  readonly filter: string;
  readonly after: number;
  readonly onMore?: (next: number) => void;
}

function RowsPage({ job, by, filter, after, onMore }: RowsPageProps) {
  const { t } = useTranslation('imports');
  const narrowed = narrowing(by, filter);
  const rows = useRoute(
    routes.imports.importRows,
    { params: { id: job.id }, query: { limit: PAGE, after, ...narrowed } },
    { keepPrevious: true },
  );
  return (
    <Loaded query={rows}>
      {({ items, next }) => (
        <>
          {items.length === 0 && after === 0 && <EmptyState compact title={t('preview.none')} />}
          <ul className={classes.rows}>
            {items.map((row: ImportRow) => (
              <PreviewRow key={row.rowNo} job={job} row={row} />
            ))}
          </ul>
          {next !== null && onMore && <Button onClick={() => onMore(next)}>{t('preview.more')}</Button>}
        </>
      )}
    </Loaded>
  );
}
