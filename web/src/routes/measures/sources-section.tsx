import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type SourceMeasure } from '#contract';
import { useRoute } from '../../client/index.ts';
import { BehindPanel } from '../../features/measures/behind-panel.tsx';
import { MeasureTable, type MeasureColumn } from '../../features/measures/measure-table.tsx';
import classes from '../../features/measures/measures.module.css';
import type { MeasuredPeriod } from '../../features/measures/period.ts';
import { useMeasureWords } from '../../features/measures/use-measure-words.ts';
import { useEntity } from '../../features/records/use-entity.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/section.tsx';

const CELLS = ['leads', 'converted', 'deals', 'won'] as const;
type Cell = (typeof CELLS)[number] | 'decided' | 'open';
type Touch = 'first' | 'last';

interface Opened {
  readonly source: string | null;
  readonly cell: Cell;
}

/** What each source brings: leads, deals and what was won. */
export function SourcesSection({ period: { from, to } }: { readonly period: MeasuredPeriod }) {
  const { t } = useTranslation('measures');
  const words = useMeasureWords();
  const nameOf = useSourceName();
  const [touch, setTouch] = useState<Touch>('first');
  const [opened, setOpened] = useState<Opened | null>(null);
  const query = { from, to, touch };
  const measures = useRoute(routes.measures.sourceMeasures, { query }, { keepPrevious: true });
  const opens = (cell: Cell, count: (row: SourceMeasure) => number) => (row: SourceMeasure) =>
    count(row) > 0 ? () => setOpened({ source: row.source, cell }) : null;
  const counted = (cell: (typeof CELLS)[number]): MeasureColumn<SourceMeasure> => ({
    key: cell,
    label: t(`columns.${cell}`),
    text: (row) => words.number(row[cell]),
    bar: (row) => row[cell],
    open: opens(cell, (row) => row[cell]),
  });
  return (
    <Section title={t('sources')}>
      <SegmentedControl
        mb="sm"
        aria-label={t('touch')}
        value={touch}
        onChange={(value) => setTouch(value === 'last' ? 'last' : 'first')}
        data={(['first', 'last'] as const).map((value) => ({ value, label: t(`touches.${value}`) }))}
      />
      <p className={classes.hint}>{t('sourcesHint')}</p>
      <Loaded query={measures}>
        {({ items, rate, unrated }) => (
          <>
            {unrated > 0 && <p className={classes.hint}>{t('unrated', { count: unrated })}</p>}
            <MeasureTable
              name={t('sources')}
              rows={items}
              keyOf={(row) => row.source ?? ''}
              empty={t('noSources')}
              columns={[
                { key: 'source', label: t('columns.source'), text: (row) => nameOf(row.source) },
                ...CELLS.map(counted),
                {
                  key: 'winRate',
                  label: t('columns.winRate'),
                  text: (row) =>
                    words.share(row.won + row.lost === 0 ? null : row.won / (row.won + row.lost)),
                  open: opens('decided', (row) => row.won + row.lost),
                },
                {
                  key: 'wonAmount',
                  label: t('columns.wonAmount'),
                  text: (row) => words.money(row.wonAmount, rate),
                  bar: (row) => row.wonAmount ?? 0,
                  open: opens('won', (row) => row.won),
                },
                {
                  key: 'openAmount',
                  label: t('columns.openAmount'),
                  text: (row) => words.money(row.openAmount, rate),
                  open: opens('open', (row) => row.deals - row.won - row.lost),
                },
              ]}
            />
          </>
        )}
      </Loaded>
      {opened && (
        <SourceRecords
          key={`${opened.source ?? ''} ${opened.cell}`}
          query={query}
          opened={opened}
          onClose={() => setOpened(null)}
        />
      )}
    </Section>
  );
}

function useSourceName(): (code: string | null) => string {
  const { t } = useTranslation('measures');
  const localized = useLocalized();
  const options = useEntity('lead')?.fields.find(({ key }) => key === 'source')?.options ?? [];
  return (code) => {
    if (code === null) return t('unknown');
    const option = options.find(({ value }) => value === code);
    return option ? localized(option.label) : code;
  };
}

interface SourceRecordsProps {
  readonly query: { readonly from: string; readonly to: string; readonly touch: Touch };
  readonly opened: Opened;
  readonly onClose: () => void;
}

function SourceRecords({ query, opened, onClose }: SourceRecordsProps) {
  const { t } = useTranslation('measures');
  const nameOf = useSourceName();
  const { source, cell } = opened;
  const records = useRoute(routes.measures.sourceMeasureRecords, {
    query: { ...query, source: source ?? undefined, cell },
  });
  return (
    <BehindPanel title={`${nameOf(source)}: ${t(`columns.${cell}`)}`} query={records} onClose={onClose} />
  );
}
