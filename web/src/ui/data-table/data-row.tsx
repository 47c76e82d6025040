import { Checkbox } from '@mantine/core';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import type { DataColumn, TableSelection } from './columns.ts';
import classes from './data-table.module.css';

interface DataRowProps<Row extends object> {
  readonly row: Row;
  readonly rowId: string;
  readonly name: string;
  readonly index: number;
  readonly line: number;
  readonly columns: readonly DataColumn<Row>[];
  readonly to: string;
  readonly height: number;
  readonly peeked: boolean;
  readonly selection: TableSelection | undefined;
  readonly onPeek: ((row: Row) => void) | undefined;
  /** Key of the column that is being edited in this row. */
  readonly editing: string | null;
  readonly onEdit: (column: string | null) => void;
}

/** A row: its first cell is the link, a click elsewhere looks into it, a double click edits the cell. */
export function DataRow<Row extends object>(props: DataRowProps<Row>) {
  const { row, rowId, name, index, line, columns, to, height, peeked, selection, onPeek, editing, onEdit } =
    props;
  const { t } = useTranslation();
  const navigate = useNavigate();
  const onClick = (event: MouseEvent): void => {
    if (editing !== null) return;
    if (event.target instanceof Element && event.target.closest('a, button, input, label')) return;
    if (onPeek) onPeek(row);
    else void navigate(to);
  };
  const canEdit = (column: DataColumn<Row>): boolean =>
    column.editor !== undefined && column.canEdit?.(row) === true;
  const endEdit = (column: DataColumn<Row>, next: boolean): void => {
    const rest = columns.slice(columns.indexOf(column) + 1);
    onEdit(next ? (rest.find(canEdit)?.key ?? null) : null);
    if (!next || !rest.some(canEdit))
      requestAnimationFrame(() =>
        document
          .querySelector<HTMLElement>(`[data-row="${index}"] [data-cell="${column.key}"]`)
          ?.focus({ preventScroll: true }),
      );
  };
  const selected = selection?.isSelected(rowId) ?? false;
  return (
    <tr
      className={classes.row}
      style={{ height }}
      data-row={index}
      data-peeked={peeked || undefined}
      data-selected={selected || undefined}
      aria-rowindex={line + 2}
      onClick={onClick}
    >
      {selection && (
        <td className={classes.pick}>
          <Checkbox
            size="xs"
            aria-label={t('table.select', { name })}
            checked={selected}
            onChange={() => undefined}
            onClick={(event) => selection.onToggle(rowId, event.shiftKey)}
          />
        </td>
      )}
      {columns.map((column, at) =>
        at === 0 ? (
          <th key={column.key} scope="row" className={classes.cell} data-first>
            <Link to={to} className={classes.title}>
              {column.cell(row)}
            </Link>
          </th>
        ) : (
          <td
            key={column.key}
            className={classes.cell}
            data-align={column.align}
            data-cell={column.key}
            data-editable={canEdit(column) || undefined}
            data-editing={editing === column.key || undefined}
            // Reached with the arrow keys from the row's link; Tab goes over it.
            tabIndex={-1}
            onDoubleClick={() => (canEdit(column) ? onEdit(column.key) : void navigate(to))}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.target !== event.currentTarget || !canEdit(column)) return;
              event.preventDefault();
              event.stopPropagation();
              onEdit(column.key);
            }}
          >
            {editing === column.key && column.editor ? (
              column.editor(row, (next) => endEdit(column, next))
            ) : (
              <div className={classes.clip}>{column.cell(row)}</div>
            )}
          </td>
        ),
      )}
    </tr>
  );
}
