import { Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type BehindNumber, routes } from '#contract';
import { useRoute, type ApiError } from '../../client/index.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { RecordLink } from '../../ui/record-link.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import classes from './measures.module.css';
import { useMeasureWords } from './use-measure-words.ts';

interface BehindPanelProps {
  readonly title: string;
  readonly query: UseQueryResult<BehindNumber, ApiError>;
  /** Work is counted in hours, however long it was; other times are spans. */
  readonly isWork?: boolean;
  readonly onClose: () => void;
}

/** The records behind a number, each with its part, and what they add up to. */
export function BehindPanel({ title, query, isWork = false, onClose }: BehindPanelProps) {
  const { t } = useTranslation('measures');
  const words = useMeasureWords();
  const currency = useRoute(routes.measures.measureRate).data?.currency ?? 'EUR';
  const worded = (unit: BehindNumber['unit'], value: number | null): string | null => {
    if (unit === null) return null;
    if (unit === 'money') return words.money(value, { currency });
    return isWork && value !== null ? words.hours(value) : words.span(value);
  };
  return (
    <SidePanel title={title} onClose={onClose}>
      <Loaded query={query}>
        {({ unit, items, total, times, value }) => (
          <>
            <p className={classes.sum}>
              {t('records', { count: total })}
              {times > total && `, ${t('counted', { count: times })}`}
              {unit !== null && <span>{worded(unit, value)}</span>}
            </p>
            <ul className={classes.parts} aria-label={title}>
              {items.map((record) => (
                <li key={record.id}>
                  <span className={classes.named}>
                    <RecordLink record={record} icon />
                    {record.number && <span className={classes.part}>{record.number}</span>}
                  </span>
                  <span className={classes.part}>
                    {record.times > 1 && `${t('counted', { count: record.times })} `}
                    {worded(unit, record.value)}
                  </span>
                </li>
              ))}
            </ul>
            {total > items.length && (
              <Text size="sm" c="dimmed">
                {t('more', { count: total - items.length })}
              </Text>
            )}
          </>
        )}
      </Loaded>
    </SidePanel>
  );
}
