import { Checkbox, Tooltip, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { ReactTable } from '@tanstack/react-table';
import { useTranslation } from 'react-i18next';
import type { DataColumn, features, TableSelection } from './columns.ts';
import classes from './data-table.module.css';

interface DataHeaderProps<Row extends object> {
  readonly table: ReactTable<typeof features, Row>;
  readonly columns: readonly DataColumn<Row>[];
  readonly selection: TableSelection | undefined;
}

const ARIA_SORT = { asc: 'ascending', desc: 'descending' } as const;

export function DataHeader<Row extends object>({ table, columns, selection }: DataHeaderProps<Row>) {
  const { t } = useTranslation();
  const sortedBySeveral = table.state.sorting.length > 1;
  return (
    <thead>
      <tr>
        {selection && (
          <th scope="col" className={classes.pick} data-head>
            <Checkbox
              size="xs"
              aria-label={t('table.selectAll')}
              checked={selection.allSelected}
              onChange={selection.onToggleAll}
            />
          </th>
        )}
        {columns.map((description, at) => {
          const column = table.getColumn(description.key);
          const sorted = column?.getIsSorted() ?? false;
          const order = sortedBySeveral && sorted ? (column?.getSortIndex() ?? 0) + 1 : null;
          return (
            <th
              key={description.key}
              scope="col"
              className={classes.head}
              data-first={at === 0 || undefined}
              data-align={description.align}
              aria-sort={sorted ? ARIA_SORT[sorted] : undefined}
            >
              {description.sortable ? (
                <Tooltip label={t('table.sortHint')} openDelay={900}>
                  <UnstyledButton
                    className={classes.sort}
                    data-sorted={sorted || undefined}
                    onClick={column?.getToggleSortingHandler()}
                  >
                    <span className={classes.headText}>{description.header}</span>
                    {sorted === 'asc' && <IconArrowUp size={13} aria-hidden />}
                    {sorted === 'desc' && <IconArrowDown size={13} aria-hidden />}
                    {order && <span className={classes.order}>{order}</span>}
                  </UnstyledButton>
                </Tooltip>
              ) : (
                <span className={classes.headText}>{description.header}</span>
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
