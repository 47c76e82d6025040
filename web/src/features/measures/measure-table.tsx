import { Button, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Sample } from '../help/sample.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { csvOf } from './csv-of.ts';
import classes from './measures.module.css';

export interface MeasureColumn<Row> {
  readonly key: string;
  readonly label: string;
  readonly text: (row: Row) => string;
  /** Drawn as a bar beside the number, in proportion to the largest of the column. */
  readonly bar?: (row: Row) => number;
  readonly tone?: 'accent' | 'failed';
  /** Opens the records behind the number; left out where there are none. */
  readonly open?: (row: Row) => (() => void) | null;
}

interface MeasureTableProps<Row> {
  readonly name: string;
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** The first is the heading of its row. */
  readonly columns: readonly MeasureColumn<Row>[];
  readonly empty: string;
}

/** Numbers side by side, the larger ones longer; each opens what is behind it, and all of it goes into a file. */
export function MeasureTable<Row>({ name, rows, keyOf, columns, empty }: MeasureTableProps<Row>) {
  const { t } = useTranslation('measures');
  if (rows.length === 0) return <EmptyState title={empty} sample={<Sample of="measure" />} />;
  const [heading, ...numbers] = columns;
  const save = (): void =>
    saveFile({
      name: `${name}.csv`,
      type: 'text/csv;charset=utf-8',
      content: csvOf([
        columns.map(({ label }) => label),
        ...rows.map((row) => columns.map(({ text }) => text(row))),
      ]),
    });
  return (
    <>
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={name}>
        <table className={classes.table}>
          <thead>
            <tr>
              {columns.map(({ key, label }) => (
                <th key={key} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={keyOf(row)}>
                <th scope="row">{heading?.text(row)}</th>
                {numbers.map((column) => (
                  <td key={column.key}>
                    <Cell column={column} row={row} rows={rows} of={heading?.text(row) ?? ''} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Button size="compact-sm" mt="xs" onClick={save}>
        {t('save')}
      </Button>
    </>
  );
}

interface CellProps<Row> {
  readonly column: MeasureColumn<Row>;
  readonly row: Row;
  readonly rows: readonly Row[];
  readonly of: string;
}

function Cell<Row>({ column, row, rows, of }: CellProps<Row>) {
  const { t } = useTranslation('measures');
  const { bar, text, open, label, tone = 'accent' } = column;
  const most = bar ? Math.max(...rows.map(bar)) : 0;
  const share = bar && most > 0 ? bar(row) / most : 0;
  const show = open?.(row) ?? null;
  return (
    <>
      {show ? (
        <UnstyledButton
          className={classes.number}
          aria-label={t('behind', { of, label, value: text(row) })}
          onClick={show}
        >
          {text(row)}
        </UnstyledButton>
      ) : (
        <span>{text(row)}</span>
      )}
      {bar && (
        <span className={classes.track} aria-hidden>
          <span className={classes.bar} data-tone={tone} style={{ width: `${share * 100}%` }} />
        </span>
      )}
    </>
  );
}
