import { useMediaQuery, useMergedRef, useResizeObserver } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rowHeight } from '../../theme/tokens.ts';
import { DataCards } from './data-cards.tsx';
import { DataHeader } from './data-header.tsx';
import { DataRow } from './data-row.tsx';
import type { DataTableProps } from './columns.ts';
import { fitWidths } from './fit-widths.ts';
import { GroupLine } from './group-line.tsx';
import { tableLines } from './table-lines.ts';
import { useDataTable } from './use-data-table.ts';
import { useKeptFocus } from '../use-kept-focus.ts';
import { useKeptPlace } from './use-kept-place.ts';
import { useRowKeys } from './use-row-keys.ts';
import classes from './data-table.module.css';

/** So many rows before the end the next page is asked for. */
const AHEAD = 20;
const PICK_WIDTH = 44;
/** Before they are measured. */
const CARD_HEIGHT = 88;
const GROUP_HEIGHT = 44;

/** A table that scrolls without end: rows are drawn as they come into view, the next page is read ahead. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { name, rows, columns, rowKey, hidden = [], sort = [], density = 'normal', hasMore, onMore } = props;
  const { groups, selection } = props;
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const [measure, { width: measured }] = useResizeObserver<HTMLDivElement>();
  const measuredScroller = useMergedRef(scroller, measure);
  const phone = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const table = useDataTable({ columns, rows, rowKey, hidden, sort, onSort: (next) => props.onSort?.(next) });
  const shown = columns.filter((column) => !hidden.includes(column.key));
  const [editing, setEditing] = useState<{ readonly row: string; readonly column: string } | null>(null);
  const lines = tableLines(rows, groups, hasMore ?? false);
  // eslint-disable-next-line react-hooks/incompatible-library -- reads the scroll position while it renders; nothing here is memoized around it
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) =>
      phone && lines[index]?.kind === 'row' ? CARD_HEIGHT : phone ? GROUP_HEIGHT : rowHeight[density],
    overscan: 12,
  });
  const items = virtualizer.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && !props.loadingMore && lastShown >= lines.length - AHEAD) onMore?.();
  }, [hasMore, props.loadingMore, lastShown, lines.length, onMore]);
  useEffect(() => virtualizer.measure(), [virtualizer, density, phone]);
  const onKeyDown = useRowKeys({
    rows,
    scrollTo: (index) =>
      virtualizer.scrollToIndex(lines.findIndex((line) => line.kind === 'row' && line.index === index)),
    onPeek: props.onPeek,
    onSelect: selection && ((row) => selection.onToggle(rowKey(row), false)),
  });

  useKeptFocus(scroller);
  useKeptPlace(scroller, props.placeKey, rows.length > 0);

  if (phone)
    return (
      <DataCards {...props} columns={shown} lines={lines} scroller={scroller} virtualizer={virtualizer} />
    );
  const before = items[0]?.start ?? 0;
  const after = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  const pickWidth = selection ? PICK_WIDTH : 0;
  const widths = fitWidths(shown, measured > 0 ? measured - pickWidth : null);
  const width = widths.reduce((sum, one) => sum + one, pickWidth);
  return (
    // The scroller takes the focus so that the arrow keys scroll it; rows are reached by their links.
    <div
      ref={measuredScroller}
      className={classes.scroller}
      // What comes into view is not hidden behind the columns that stay.
      style={{ scrollPaddingLeft: pickWidth + (widths[0] ?? 0) }}
      tabIndex={0}
      role="region"
      aria-label={t('table.label', { name })}
      onKeyDown={onKeyDown}
    >
      <table
        className={classes.table}
        style={{ minWidth: width }}
        aria-rowcount={hasMore ? -1 : lines.length + 1}
      >
        <colgroup>
          {selection && <col style={{ width: PICK_WIDTH }} />}
          {shown.map((column, at) => (
            <col key={column.key} style={{ width: at === 0 ? undefined : widths[at] }} />
          ))}
        </colgroup>
        <DataHeader table={table} columns={shown} selection={selection} />
        <tbody>
          {before > 0 && <tr aria-hidden style={{ height: before }} />}
          {items.map((item) => {
            const line = lines[item.index];
            if (!line) return null;
            if (line.kind === 'group')
              return (
                <GroupLine
                  key={`group ${line.key ?? ''}`}
                  header={groups?.all[line.at]?.header}
                  span={shown.length + (selection ? 1 : 0)}
                  height={rowHeight[density]}
                  folded={groups?.folded.has(line.key ?? '') ?? false}
                  onFold={() => groups?.onFold(line.key)}
                />
              );
            const { row } = line;
            const key = rowKey(row);
            return (
              <DataRow
                key={key}
                row={row}
                rowId={key}
                name={props.rowName?.(row) ?? ''}
                index={line.index}
                line={item.index}
                selection={selection}
                editing={editing?.row === key ? editing.column : null}
                onEdit={(column) => setEditing(column === null ? null : { row: key, column })}
                columns={shown}
                to={props.rowTo(row)}
                height={rowHeight[density]}
                peeked={props.peeked === key}
                onPeek={props.onPeek}
              />
            );
          })}
          {after > 0 && <tr aria-hidden style={{ height: after }} />}
        </tbody>
      </table>
      {props.loadingMore && (
        <p className={classes.more} role="status">
          {t('table.loadingMore')}
        </p>
      )}
    </div>
  );
}
