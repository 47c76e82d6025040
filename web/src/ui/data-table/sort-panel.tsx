import { ActionIcon, Button, Popover, Select, Text } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SORTS_MAX, type SortKey } from './columns.ts';
import { ActionButton } from '../actions/action-button.tsx';
import { usePageActions } from '../actions/page-actions.ts';
import classes from './table-options.module.css';

interface SortPanelProps {
  /** What can be sorted by. */
  readonly columns: readonly { readonly key: string; readonly header: string; readonly sortable?: boolean }[];
  readonly sort: readonly SortKey[];
  readonly onSort: (sort: SortKey[]) => void;
}

/** By what the rows are sorted, the first counting most; each can be turned round, moved and taken away. */
export function SortPanel({ columns, sort, onSort }: SortPanelProps) {
  const { t } = useTranslation();
  const headerOf = (key: string): string => columns.find((column) => column.key === key)?.header ?? key;
  const free = columns.filter(
    (column) => column.sortable === true && !sort.some((one) => one.key === column.key),
  );
  const swap = (at: number): void =>
    onSort(
      sort.flatMap((one, index) => {
        const [before, after] = [sort[at - 1], sort[at]];
        if (index === at - 1 && before && after) return [after, before];
        return index === at ? [] : [one];
      }),
    );
  const [opened, setOpened] = useState(false);
  usePageActions(
    free.map(({ key, header }) => ({
      name: `sort-${key}`,
      label: `${t('table.sort')}: ${header}`,
      icon: IconArrowsSort,
      isDetail: true,
      run: () => onSort([{ key, descending: false }]),
    })),
  );
  return (
    <Popover position="bottom-end" width={320} trapFocus withinPortal opened={opened} onChange={setOpened}>
      <Popover.Target>
        <ActionButton
          size="xs"
          variant="default"
          iconSize={14}
          action={{
            name: 'sort',
            label: sort.length > 0 ? t('table.sortedBy', { count: sort.length }) : t('table.sort'),
            icon: IconArrowsSort,
            run: () => setOpened(!opened),
          }}
        />
      </Popover.Target>
      <Popover.Dropdown p={8}>
        {sort.length === 0 && (
          <Text size="xs" c="dimmed" px={4} pb={6}>
            {t('table.unsorted')}
          </Text>
        )}
        <ol className={classes.sorts} aria-label={t('table.sort')}>
          {sort.map((one, at) => (
            <li key={one.key} className={classes.columnItem}>
              <Button
                size="compact-sm"
                variant="subtle"
                justify="space-between"
                rightSection={
                  one.descending ? (
                    <IconArrowDown size={14} aria-hidden />
                  ) : (
                    <IconArrowUp size={14} aria-hidden />
                  )
                }
                onClick={() =>
                  onSort(
                    sort.map((key) => (key.key === one.key ? { ...key, descending: !key.descending } : key)),
                  )
                }
              >
                {headerOf(one.key)}: {t(one.descending ? 'table.descending' : 'table.ascending')}
              </Button>
              {at > 0 && (
                <ActionIcon
                  size={28}
                  aria-label={t('table.moveUp', { name: headerOf(one.key) })}
                  onClick={() => swap(at)}
                >
                  <IconArrowUp size={14} />
                </ActionIcon>
              )}
              <ActionIcon
                size={28}
                aria-label={t('table.unsort', { name: headerOf(one.key) })}
                onClick={() => onSort(sort.filter((key) => key.key !== one.key))}
              >
                <IconX size={14} />
              </ActionIcon>
            </li>
          ))}
        </ol>
        {sort.length < SORTS_MAX && (
          <Select
            // Made anew with each choice: it adds, and keeps nothing itself.
            key={sort.length}
            mt={6}
            searchable
            comboboxProps={{ withinPortal: false }}
            aria-label={t('table.addSort')}
            placeholder={t('table.addSort')}
            data={free.map((column) => ({ value: column.key, label: column.header }))}
            value={null}
            onChange={(key) => key && onSort([...sort, { key, descending: false }])}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
