import type { Virtualizer } from '@tanstack/react-virtual';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { DataColumn, DataTableProps } from './columns.ts';
import classes from './data-cards.module.css';

interface DataCardsProps<Row extends object> extends DataTableProps<Row> {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>;
}

/** Facts on a card beside its title. */
const FACTS_MAX = 4;

/** The same rows on a phone: cards instead of columns. */
export function DataCards<Row extends object>(props: DataCardsProps<Row>) {
  const { name, rows, columns, rowKey, rowTo, scroller, virtualizer } = props;
  const { t } = useTranslation();
  const [title, ...facts] = columns as readonly DataColumn<Row>[];
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      tabIndex={0}
      role="region"
      aria-label={t('table.label', { name })}
    >
      <ul className={classes.list} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (!row || !title) return null;
          return (
            <li
              key={rowKey(row)}
              ref={virtualizer.measureElement}
              data-index={item.index}
              className={classes.item}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <Link to={rowTo(row)} className={classes.title}>
                {title.cell(row)}
              </Link>
              <div className={classes.facts}>
                {facts.slice(0, FACTS_MAX).map((column) => (
                  <span key={column.key} className={classes.fact} title={column.header}>
                    {column.cell(row)}
                  </span>
                ))}
              </div>
            </li>
          );
        })}
      </ul>
      {props.loadingMore && (
        <p className={classes.more} role="status">
          {t('table.loadingMore')}
        </p>
      )}
    </div>
  );
}
