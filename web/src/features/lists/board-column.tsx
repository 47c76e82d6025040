import { Button } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import { useState, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import {
  routes,
  type EntityMeta,
  type FieldMeta,
  type FilterGroup,
  type RecordGroup,
  type RecordView,
} from '#contract';
import { usePages, useRoute } from '../../client/index.ts';
import { formatNumber, formatWholeMoney } from '../../i18n/formats.ts';
import { useLocale, useLocalized } from '../../i18n/use-locale.ts';
import { RowsSkeleton } from '../../ui/skeletons.tsx';
import { StatusIcon } from '../../ui/status-icon.tsx';
import { BoardCard } from './board-card.tsx';
import { type BoardColumnOption, WITHOUT_VALUE } from './board-columns.ts';
import classes from './lists.module.css';

interface BoardColumnProps {
  readonly meta: EntityMeta;
  readonly field: FieldMeta;
  readonly option: BoardColumnOption;
  readonly options: readonly BoardColumnOption[];
  readonly filter: FilterGroup | null;
  readonly q: string;
  readonly sort: string | undefined;
  readonly group: RecordGroup | undefined;
  readonly sum: FieldMeta | undefined;
  /** What the sum is told in. */
  readonly currency: string | null;
  readonly limit: number | undefined;
  readonly onMove: (record: RecordView, to: string) => void;
}

const PAGE = 25;
const DRAGGED = 'application/x-throughline-record';
/** The card on its way: other columns cannot read what is dragged before it is dropped. */
let dragged: RecordView | null = null;

/** One column: its cards are read when it comes into view, further ones on demand. */
export function BoardColumn(props: BoardColumnProps) {
  const { meta, field, option, options, filter, q, sort, group, sum, currency, limit, onMove } = props;
  const { t } = useTranslation('lists');
  const locale = useLocale();
  const localized = useLocalized();
  const [over, setOver] = useState(false);
  const { ref, entry } = useIntersection();
  const [seen, setSeen] = useState(false);
  if (entry?.isIntersecting && !seen) setSeen(true);
  const own: FilterGroup = {
    op: 'and',
    items: [
      ...(filter ? [filter] : []),
      option.value === WITHOUT_VALUE
        ? { field: field.key, operator: 'empty' }
        : { field: field.key, operator: 'eq', value: option.value },
    ],
  };
  const list = usePages(
    routes.records.listRecords,
    {
      params: { entity: meta.entity },
      query: { filter: JSON.stringify(own), q: q || undefined, sort, limit: PAGE },
    },
    { enabled: seen, keepPrevious: true },
  );
  const rows = (list.data?.pages ?? []).flatMap((page) => page.items);
  const running = useRoute(
    routes.records.runningProcesses,
    { params: { entity: meta.entity }, query: { ids: rows.map((row) => row.id).join(',') } },
    { enabled: rows.length > 0, keepPrevious: true },
  );
  const count = group?.count ?? 0;
  const total = sum ? group?.sums[sum.key] : null;
  const leftOut = (sum && group?.leftOut?.[sum.key]) ?? 0;
  const isFull = limit !== undefined && count > limit;
  const name = localized(option.label);
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    if (dragged && event.dataTransfer.types.includes(DRAGGED)) onMove(dragged, option.value);
    dragged = null;
  };
  return (
    <section
      ref={ref}
      className={classes.column}
      data-over={over || undefined}
      data-column={option.value}
      aria-label={name}
      onDragOver={(event) => {
        if (!option.isOpen || !event.dataTransfer.types.includes(DRAGGED)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <h2 className={classes.columnHead}>
        <StatusIcon tone={option.tone} size={13} />
        {name}
        <span className={classes.columnFacts}>
          {limit === undefined ? count : t('board.ofLimit', { count, limit })}
          {isFull && ` · ${t('board.overLimit')}`}
          {total != null &&
            ` · ${currency ? formatWholeMoney(locale, total, currency) : formatNumber(locale, Math.round(total))}`}
          {leftOut > 0 && ` · ${t('groups.leftOut', { count: leftOut })}`}
        </span>
      </h2>
      {list.isLoading && <RowsSkeleton rows={3} height={60} />}
      <ul className={classes.cards} tabIndex={0} aria-label={name}>
        {rows.map((record) => (
          <BoardCard
            key={record.id}
            meta={meta}
            field={field}
            options={options}
            record={record}
            running={running.data?.items.find((one) => one.id === record.id)}
            onMove={(to) => onMove(record, to)}
            onDragStart={(event) => {
              dragged = record;
              event.dataTransfer.setData(DRAGGED, record.id);
              event.dataTransfer.effectAllowed = 'move';
            }}
          />
        ))}
        {list.hasNextPage && (
          <li>
            <Button
              fullWidth
              size="compact-sm"
              loading={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              {t('board.more')}
            </Button>
          </li>
        )}
      </ul>
    </section>
  );
}
