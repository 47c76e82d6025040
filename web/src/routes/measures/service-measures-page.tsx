import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type SupportMeasure } from '#contract';
import { useRoute } from '../../client/index.ts';
import { BehindPanel } from '../../features/measures/behind-panel.tsx';
import { MeasureTable } from '../../features/measures/measure-table.tsx';
import classes from '../../features/measures/measures.module.css';
import { useMeasuredPeriod } from '../../features/measures/period.ts';
import { PeriodSelect } from '../../features/measures/period-select.tsx';
import { useMeasureWords } from '../../features/measures/use-measure-words.ts';
import { useEntity } from '../../features/records/use-entity.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { LikelyBreachesSection } from './likely-breaches-section.tsx';
import { RateField } from './rate-field.tsx';

type By = 'type' | 'account';
type Cell = 'tickets' | 'closed' | 'worked';

interface Opened {
  readonly row: SupportMeasure;
  readonly cell: Cell;
}

/** What support takes, by the type of ticket or by customer. */
export function ServiceMeasuresPage() {
  const { t } = useTranslation('measures');
  const words = useMeasureWords();
  const nameOf = useGroupName();
  const period = useMeasuredPeriod();
  const [by, setBy] = useState<By>('type');
  const [opened, setOpened] = useState<Opened | null>(null);
  const query = { from: period.from, to: period.to, by };
  const opens = (cell: Cell, has: (row: SupportMeasure) => boolean) => (row: SupportMeasure) =>
    has(row) ? () => setOpened({ row, cell }) : null;
  const ofWorked = opens('worked', (row) => row.workedMs > 0);
  const ofClosed = opens('closed', (row) => row.closed > 0);
  const measures = useRoute(routes.measures.supportMeasures, { query }, { keepPrevious: true });
  return (
    <>
      <PageHeader title={t('service')} meta={t('byRights')} />
      <div className={classes.page}>
        <div className={classes.above}>
          <LikelyBreachesSection />
        </div>
        <div className={classes.filters}>
          <PeriodSelect period={period} />
          <SegmentedControl
            aria-label={t('by')}
            value={by}
            onChange={(value) => setBy(value === 'account' ? 'account' : 'type')}
            data={(['type', 'account'] as const).map((value) => ({ value, label: t(`groups.${value}`) }))}
          />
          <RateField />
        </div>
        <p className={classes.hint}>{t('serviceHint')}</p>
        <Loaded query={measures}>
          {({ items, rate }) => (
            <MeasureTable
              name={t('service')}
              rows={items}
              keyOf={(row) => row.group ?? ''}
              empty={t('noTickets')}
              columns={[
                { key: 'group', label: t(`groups.${by}`), text: nameOf },
                {
                  key: 'tickets',
                  label: t('columns.tickets'),
                  text: (row) => words.number(row.tickets),
                  bar: (row) => row.tickets,
                  open: opens('tickets', (row) => row.tickets > 0),
                },
                {
                  key: 'closed',
                  label: t('columns.closed'),
                  text: (row) => words.number(row.closed),
                  open: ofClosed,
                },
                {
                  key: 'worked',
                  label: t('columns.worked'),
                  text: (row) => words.hours(row.workedMs),
                  bar: (row) => row.workedMs,
                  open: ofWorked,
                },
                ...(rate.hourlyRate === null
                  ? []
                  : [
                      {
                        key: 'cost',
                        label: t('columns.cost'),
                        text: (row: SupportMeasure) => words.cost(row.workedMs, rate),
                        open: ofWorked,
                      },
                    ]),
                {
                  key: 'perTicket',
                  label: t('columns.perTicket'),
                  text: (row) => words.span(row.perTicket.median),
                  open: ofWorked,
                },
                {
                  key: 'p90',
                  label: t('columns.perTicketP90'),
                  text: (row) => words.span(row.perTicket.p90),
                  open: ofWorked,
                },
                {
                  key: 'solved',
                  label: t('columns.solved'),
                  text: (row) => words.span(row.solved.median),
                  open: ofClosed,
                },
                {
                  key: 'solvedP90',
                  label: t('columns.solvedP90'),
                  text: (row) => words.span(row.solved.p90),
                  open: ofClosed,
                },
              ]}
            />
          )}
        </Loaded>
      </div>
      {opened && (
        <SupportRecords
          key={`${opened.row.group ?? ''} ${opened.cell}`}
          query={query}
          opened={opened}
          onClose={() => setOpened(null)}
        />
      )}
    </>
  );
}

function useGroupName(): (row: SupportMeasure) => string {
  const { t } = useTranslation('measures');
  const localized = useLocalized();
  const options = useEntity('ticket')?.fields.find(({ key }) => key === 'type')?.options ?? [];
  return ({ group, title }) => {
    const option = options.find(({ value }) => value === group);
    return title ?? (option ? localized(option.label) : t('unknown'));
  };
}

interface SupportRecordsProps {
  readonly query: { readonly from: string; readonly to: string; readonly by: By };
  readonly opened: Opened;
  readonly onClose: () => void;
}

function SupportRecords({ query, opened, onClose }: SupportRecordsProps) {
  const { t } = useTranslation('measures');
  const nameOf = useGroupName();
  const { row, cell } = opened;
  const records = useRoute(routes.measures.supportMeasureRecords, {
    query: { ...query, group: row.group ?? undefined, cell },
  });
  return (
    <BehindPanel
      title={`${nameOf(row)}: ${t(`columns.${cell}`)}`}
      query={records}
      isWork={cell === 'worked'}
      onClose={onClose}
    />
  );
}
