import { ActionIcon, Checkbox, Popover, SegmentedControl, Text, Tooltip } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Density } from '../../theme/tokens.ts';
import { usePageActions } from '../actions/page-actions.ts';
import classes from './table-options.module.css';

interface TableOptionsProps {
  readonly columns: readonly { readonly key: string; readonly header: string }[];
  readonly hidden: readonly string[];
  /** The shown columns in their order. */
  readonly onColumns: (keys: string[]) => void;
  readonly density: Density;
  readonly onDensity: (density: Density) => void;
}

const DENSITIES: readonly Density[] = ['compact', 'normal', 'relaxed'];

/** Which columns in which order, dragged or by keys, and how high the rows are. The first names the row and stays. */
export function TableOptions({ columns, hidden, onColumns, density, onDensity }: TableOptionsProps) {
  const { t } = useTranslation();
  const [dragged, setDragged] = useState<string | null>(null);
  const movable = columns.slice(1);
  const shown = columns.filter((column) => !hidden.includes(column.key)).map((column) => column.key);
  const toggle = (key: string): void =>
    onColumns(shown.includes(key) ? shown.filter((one) => one !== key) : [...shown, key]);
  const place = (key: string, at: number): void => {
    const rest = shown.filter((one) => one !== key);
    onColumns([...rest.slice(0, at), key, ...rest.slice(at)]);
  };
  const [opened, setOpened] = useState(false);
  usePageActions([
    {
      name: 'columns',
      label: t('table.columns'),
      icon: IconAdjustmentsHorizontal,
      run: () => setOpened(true),
    },
    ...DENSITIES.filter((value) => value !== density).map((value) => ({
      name: `density-${value}`,
      label: `${t('table.density')}: ${t(`table.${value}`)}`,
      icon: IconAdjustmentsHorizontal,
      isDetail: true,
      run: () => onDensity(value),
    })),
    ...movable.map(({ key, header }) => ({
      name: `column-${key}`,
      label: t(shown.includes(key) ? 'table.hide' : 'table.show', { name: header }),
      icon: IconAdjustmentsHorizontal,
      isDetail: true,
      run: () => toggle(key),
    })),
  ]);
  return (
    <Popover position="bottom-end" width={300} trapFocus opened={opened} onChange={setOpened}>
      <Popover.Target>
        <Tooltip label={t('table.columns')}>
          <ActionIcon variant="default" aria-label={t('table.columns')} onClick={() => setOpened(!opened)}>
            <IconAdjustmentsHorizontal size={17} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <div style={{ padding: '8px 12px' }}>
          <Text size="xs" c="dimmed" mb={4}>
            {t('table.density')}
          </Text>
          <SegmentedControl
            fullWidth
            aria-label={t('table.density')}
            value={density}
            onChange={(value) => onDensity(value as Density)}
            data={DENSITIES.map((value) => ({ value, label: t(`table.${value}`) }))}
          />
        </div>
        <ul className={classes.columnsList} aria-label={t('table.columns')}>
          {movable.map((column) => {
            const at = shown.indexOf(column.key);
            return (
              <li
                key={column.key}
                className={classes.columnItem}
                draggable={at > 0}
                onDragStart={() => setDragged(column.key)}
                onDragOver={(event) => {
                  if (dragged !== null && at > 0) event.preventDefault();
                }}
                onDrop={() => {
                  if (dragged !== null && at > 0) place(dragged, at);
                  setDragged(null);
                }}
              >
                <Checkbox
                  size="xs"
                  label={column.header}
                  checked={at > 0}
                  onChange={() => toggle(column.key)}
                />
                {at > 1 && (
                  <ActionIcon
                    size={24}
                    aria-label={t('table.moveUp', { name: column.header })}
                    onClick={() => place(column.key, at - 1)}
                  >
                    <IconArrowUp size={14} />
                  </ActionIcon>
                )}
                {at > 0 && at < shown.length - 1 && (
                  <ActionIcon
                    size={24}
                    aria-label={t('table.moveDown', { name: column.header })}
                    onClick={() => place(column.key, at + 1)}
                  >
                    <IconArrowDown size={14} />
                  </ActionIcon>
                )}
              </li>
            );
          })}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
