import { ActionIcon, Menu, SegmentedControl, Text, Tooltip } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Density } from '../../theme/tokens.ts';

interface TableOptionsProps {
  readonly columns: readonly { readonly key: string; readonly header: string }[];
  readonly hidden: readonly string[];
  readonly onHidden: (hidden: string[]) => void;
  readonly density: Density;
  readonly onDensity: (density: Density) => void;
}

const DENSITIES: readonly Density[] = ['compact', 'normal', 'relaxed'];

/** Which columns, and how high the rows are. The first column names the row and stays. */
export function TableOptions({ columns, hidden, onHidden, density, onDensity }: TableOptionsProps) {
  const { t } = useTranslation();
  const toggle = (key: string): void =>
    onHidden(hidden.includes(key) ? hidden.filter((one) => one !== key) : [...hidden, key]);
  return (
    <Menu position="bottom-end" width={260} closeOnItemClick={false}>
      <Menu.Target>
        <Tooltip label={t('table.columns')}>
          <ActionIcon variant="default" aria-label={t('table.columns')}>
            <IconAdjustmentsHorizontal size={17} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <div style={{ padding: '6px 12px' }}>
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
        <Menu.Divider />
        <div style={{ maxHeight: 320, overflow: 'auto' }}>
          {columns.slice(1).map((column) => {
            const shown = !hidden.includes(column.key);
            return (
              <Menu.Item
                key={column.key}
                role="menuitemcheckbox"
                aria-checked={shown}
                rightSection={shown ? <IconCheck size={15} aria-hidden /> : null}
                onClick={() => toggle(column.key)}
              >
                {column.header}
              </Menu.Item>
            );
          })}
        </div>
      </Menu.Dropdown>
    </Menu>
  );
}
