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
import { RateField } from './rate-field.tsx';

type By = 'type' | 'account';

interface Opened {
  readonly row: SupportMeasure;
  readonly cell: 'tickets' | 'closed';
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
  const measures = useRoute(routes.measures.supportMeasures, { query }, { keepPrevious: true });
  return (
    <>
      <PageHeader title={t('service')} meta={t('byRights')} />
      <div className={classes.page}>
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
                  open: (row) => () => setOpened({ row, cell: 'tickets' }),
                },
                {
                  key: 'closed',
                  label: t('columns.closed'),
                  text: (row) => words.number(row.closed),
                  open: (row) => (row.closed > 0 ? () => setOpened({ row, cell: 'closed' }) : null),
                },
                {
                  key: 'worked',
                  label: t('columns.worked'),
                  text: (row) => words.hours(row.workedMs),
                  bar: (row) => row.workedMs,
                },
                ...(rate.hourlyRate === null
                  ? []
                  : [
                      {
                        key: 'cost',
                        label: t('columns.cost'),
                        text: (row: SupportMeasure) => words.cost(row.workedMs, rate),
                      },
                    ]),
                {
                  key: 'perTicket',
                  label: t('columns.perTicket'),
                  text: (row) => words.span(row.perTicket.median),
                },
                {
                  key: 'p90',
                  label: t('columns.perTicketP90'),
                  text: (row) => words.span(row.perTicket.p90),
                },
                { key: 'solved', label: t('columns.solved'), text: (row) => words.span(row.solved.median) },
                {
                  key: 'solvedP90',
                  label: t('columns.solvedP90'),
                  text: (row) => words.span(row.solved.p90),
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
  return <BehindPanel title={`${nameOf(row)}: ${t(`columns.${cell}`)}`} query={records} onClose={onClose} />;
}
