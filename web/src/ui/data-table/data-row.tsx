import type { MouseEvent } from 'react';
import { Link, useNavigate } from 'react-router';
import type { DataColumn } from './columns.ts';
import classes from './data-table.module.css';

interface DataRowProps<Row extends object> {
  readonly row: Row;
  readonly index: number;
  readonly columns: readonly DataColumn<Row>[];
  readonly to: string;
  readonly height: number;
  readonly peeked: boolean;
  readonly onPeek: ((row: Row) => void) | undefined;
}

/** A row: its first cell is the link, a click elsewhere in the row looks into it. */
export function DataRow<Row extends object>({
  row,
  index,
  columns,
  to,
  height,
  peeked,
  onPeek,
}: DataRowProps<Row>) {
  const navigate = useNavigate();
  const onClick = (event: MouseEvent): void => {
    if (event.target instanceof Element && event.target.closest('a, button, input')) return;
    if (onPeek) onPeek(row);
    else void navigate(to);
  };
  return (
    <tr
      className={classes.row}
      style={{ height }}
      data-row={index}
      data-peeked={peeked || undefined}
      aria-rowindex={index + 2}
      onClick={onClick}
      onDoubleClick={() => void navigate(to)}
    >
      {columns.map((column, at) =>
        at === 0 ? (
          <th key={column.key} scope="row" className={classes.cell}>
            <Link to={to} className={classes.title}>
              {column.cell(row)}
            </Link>
          </th>
        ) : (
          <td key={column.key} className={classes.cell} data-align={column.align}>
            <div className={classes.clip}>{column.cell(row)}</div>
          </td>
        ),
      )}
    </tr>
  );
}
