import { Checkbox } from '@mantine/core';
import type { Virtualizer } from '@tanstack/react-virtual';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { DataColumn, DataTableProps, TableGroups, TableSelection } from './columns.ts';
import { GroupFold } from './group-fold.tsx';
import type { TableLine } from './table-lines.ts';
import classes from './data-cards.module.css';

interface DataCardsProps<Row extends object> extends DataTableProps<Row> {
  readonly lines: readonly TableLine<Row>[];
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>;
}

/** Facts on a card beside its title. */
const FACTS_MAX = 4;

/** The same rows on a phone: cards instead of columns, with the headers of their groups and boxes to pick them. */
export function DataCards<Row extends object>(props: DataCardsProps<Row>) {
  const { name, lines, groups, selection, scroller, virtualizer } = props;
  const { t } = useTranslation();
  return (
    <>
      {selection && <PickAll selection={selection} />}
      <div
        ref={scroller}
        className={classes.scroller}
        tabIndex={0}
        role="region"
        aria-label={t('table.label', { name })}
      >
        <ul className={classes.list} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const line = lines[item.index];
            if (!line) return null;
            return (
              <li
                key={line.kind === 'group' ? `group ${line.key ?? ''}` : props.rowKey(line.row)}
                ref={virtualizer.measureElement}
                data-index={item.index}
                className={line.kind === 'group' ? classes.group : classes.item}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {line.kind === 'group' ? (
                  <CardGroup groups={groups} line={line} />
                ) : (
                  <Card {...props} row={line.row} />
                )}
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
    </>
  );
}

function PickAll({ selection }: { readonly selection: TableSelection }) {
  const { t } = useTranslation();
  return (
    <div className={classes.pickAll}>
      <Checkbox
        label={t('table.selectAll')}
        checked={selection.allSelected}
        onChange={selection.onToggleAll}
      />
    </div>
  );
}

interface CardGroupProps<Row> {
  readonly groups: TableGroups<Row> | undefined;
  readonly line: Extract<TableLine<Row>, { kind: 'group' }>;
}

function CardGroup<Row>({ groups, line }: CardGroupProps<Row>) {
  return (
    <h2 className={classes.groupHead}>
      <GroupFold
        header={groups?.all[line.at]?.header}
        folded={groups?.folded.has(line.key ?? '') ?? false}
        onFold={() => groups?.onFold(line.key)}
      />
    </h2>
  );
}

function Card<Row extends object>(props: DataTableProps<Row> & { readonly row: Row }) {
  const { row, columns, rowKey, rowTo, rowName, selection } = props;
  const { t } = useTranslation();
  const [title, ...facts] = columns as readonly DataColumn<Row>[];
  const key = rowKey(row);
  const selected = selection?.isSelected(key) ?? false;
  return (
    <div className={classes.card} data-selected={selected || undefined}>
      {selection && (
        <Checkbox
          aria-label={t('table.select', { name: rowName?.(row) ?? '' })}
          checked={selected}
          onChange={() => selection.onToggle(key, false)}
        />
      )}
      <div className={classes.words}>
        <Link to={rowTo(row)} className={classes.title}>
          {title?.cell(row)}
        </Link>
        <div className={classes.facts}>
          {facts.slice(0, FACTS_MAX).map((column) => (
            <span key={column.key} className={classes.fact} title={column.header}>
              {column.cell(row)}
            </span>
          ))}
        </div>
      </div>
    </div>
  );
}
