import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type StageMeasure } from '#contract';
import { useRoute } from '../../client/index.ts';
import { BehindPanel } from '../../features/measures/behind-panel.tsx';
import { MeasureTable, type MeasureColumn } from '../../features/measures/measure-table.tsx';
import classes from '../../features/measures/measures.module.css';
import type { MeasuredPeriod } from '../../features/measures/period.ts';
import { useMeasureWords } from '../../features/measures/use-measure-words.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/section.tsx';

type Staged = 'deal' | 'lead';
type Cell = 'ended' | 'won' | 'lost' | 'standing' | 'worked';

interface Opened {
  readonly stage: StageMeasure;
  readonly cell: Cell;
}

/** How long each stage takes, where records go from it, and where they are lost. */
export function StagesSection({ period }: { readonly period: MeasuredPeriod }) {
  const { t } = useTranslation('measures');
  const localized = useLocalized();
  const [chosen, setChosen] = useState('');
  const deals = useRoute(routes.sales.pipelines, { params: { entity: 'deal' } }).data?.items ?? [];
  const leads = useRoute(routes.sales.pipelines, { params: { entity: 'lead' } }).data?.items ?? [];
  const pipelines = [
    ...deals.map((one) => ({ entity: 'deal' as Staged, code: one.code, label: localized(one.label) })),
    ...leads.map((one) => ({ entity: 'lead' as Staged, code: one.code, label: localized(one.label) })),
  ];
  const pipeline = pipelines.find((one) => `${one.entity} ${one.code}` === chosen) ?? pipelines[0];
  return (
    <Section title={t('stages')}>
      <Select
        maw={280}
        mb="sm"
        allowDeselect={false}
        aria-label={t('pipeline')}
        data={pipelines.map((one) => ({ value: `${one.entity} ${one.code}`, label: one.label }))}
        value={pipeline ? `${pipeline.entity} ${pipeline.code}` : null}
        onChange={(value) => setChosen(value ?? '')}
      />
      <p className={classes.hint}>{t('stagesHint')}</p>
      {pipeline && <Stages entity={pipeline.entity} code={pipeline.code} period={period} />}
    </Section>
  );
}

interface StagesProps {
  readonly entity: Staged;
  readonly code: string;
  readonly period: MeasuredPeriod;
}

function Stages({ entity, code, period: { from, to } }: StagesProps) {
  const { t } = useTranslation('measures');
  const localized = useLocalized();
  const words = useMeasureWords();
  const [opened, setOpened] = useState<Opened | null>(null);
  const asked = { params: { entity, code }, query: { from, to } };
  const measures = useRoute(routes.measures.stageMeasures, asked, { keepPrevious: true });
  const opens =
    (cell: Cell, count: (stage: StageMeasure) => number) =>
    (stage: StageMeasure): (() => void) | null =>
      count(stage) > 0 ? () => setOpened({ stage, cell }) : null;
  const ofEnded = opens('ended', (stage) => stage.duration.count);
  const ofWorked = opens('worked', (stage) => stage.workedMs);
  const counted = (
    key: string,
    cell: Cell,
    count: (stage: StageMeasure) => number,
  ): MeasureColumn<StageMeasure> => ({
    ...{ key, label: t(`columns.${cell}`), text: (stage) => words.number(count(stage)) },
    ...{ bar: count, open: opens(cell, count), tone: cell === 'lost' ? 'failed' : 'accent' },
  });
  return (
    <>
      <Loaded query={measures}>
        {({ items, rate, unrated }) => (
          <>
            {unrated > 0 && <p className={classes.hint}>{t('unrated', { count: unrated })}</p>}
            <MeasureTable
              name={t('stages')}
              rows={items}
              keyOf={(stage) => stage.code}
              empty={t('noMoves')}
              columns={[
                { key: 'stage', label: t('columns.stage'), text: (stage) => localized(stage.label) },
                counted('standing', 'standing', (stage) => stage.standing),
                counted('ended', 'ended', (stage) => stage.duration.count),
                {
                  key: 'median',
                  label: t('columns.median'),
                  text: (stage) => words.span(stage.duration.median),
                  bar: (stage) => stage.duration.median ?? 0,
                  open: ofEnded,
                },
                {
                  key: 'p90',
                  label: t('columns.p90'),
                  text: (stage) => words.span(stage.duration.p90),
                  open: ofEnded,
                },
                {
                  key: 'conversion',
                  label: t('columns.conversion'),
                  text: (stage) => words.share(stage.conversion),
                  open: ofEnded,
                },
                counted('lost', 'lost', (stage) => stage.exits.lost),
                {
                  key: 'lostAmount',
                  label: t('columns.lostAmount'),
                  text: (stage) => words.money(stage.lostAmount, rate),
                  open: opens('lost', (stage) => stage.exits.lost),
                },
                {
                  key: 'worked',
                  label: t('columns.worked'),
                  text: (stage) => words.hours(stage.workedMs),
                  open: ofWorked,
                },
                ...(rate.hourlyRate === null
                  ? []
                  : [
                      {
                        key: 'cost',
                        label: t('columns.cost'),
                        text: (stage: StageMeasure) => words.cost(stage.workedMs, rate),
                        open: ofWorked,
                      },
                    ]),
              ]}
            />
          </>
        )}
      </Loaded>
      {opened && (
        <StageRecords
          key={`${opened.stage.code} ${opened.cell}`}
          {...asked}
          opened={opened}
          onClose={() => setOpened(null)}
        />
      )}
    </>
  );
}

interface StageRecordsProps {
  readonly params: { readonly entity: Staged; readonly code: string };
  readonly query: { readonly from: string; readonly to: string };
  readonly opened: Opened;
  readonly onClose: () => void;
}

function StageRecords({ params, query, opened, onClose }: StageRecordsProps) {
  const { t } = useTranslation('measures');
  const localized = useLocalized();
  const { stage, cell } = opened;
  const records = useRoute(routes.measures.stageMeasureRecords, {
    params,
    query: { ...query, stage: stage.code, cell },
  });
  const title = `${localized(stage.label)}: ${t(`columns.${cell}`)}`;
  return <BehindPanel title={title} query={records} isWork={cell === 'worked'} onClose={onClose} />;
}
