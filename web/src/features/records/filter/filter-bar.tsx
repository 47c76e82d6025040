import { Button, Menu, UnstyledButton } from '@mantine/core';
import { IconFilter, IconFilterOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { EntityMeta, FilterCondition, FilterGroup } from '#contract';
import { FilterChip } from './filter-chip.tsx';
import { usePageActions } from '../../../ui/actions/page-actions.ts';
import classes from './filter-bar.module.css';

interface FilterBarProps {
  readonly meta: EntityMeta;
  readonly filter: FilterGroup;
  readonly onChange: (filter: FilterGroup) => void;
}

/** Conditions as chips. Two or more are joined by "all of" or "any of"; a group is a chip of its own. */
export function FilterBar({ meta, filter, onChange }: FilterBarProps) {
  const { t } = useTranslation('records');
  const { items, op } = filter;
  const add = (item: FilterCondition | FilterGroup): void => onChange({ op, items: [...items, item] });
  const addCondition = (): void => add({ field: '', operator: 'eq' });
  const addGroup = (): void => add({ op: 'or', items: [{ field: '', operator: 'eq' }] });
  const clear = (): void => onChange({ op: 'and', items: [] });
  usePageActions([
    {
      name: 'filter',
      label: `${t('filter.add')}: ${t('filter.addCondition')}`,
      icon: IconFilter,
      run: addCondition,
    },
    {
      name: 'filter-group',
      label: `${t('filter.add')}: ${t('filter.addGroup')}`,
      icon: IconFilter,
      run: addGroup,
    },
    items.length > 0 && {
      name: 'filter-clear',
      label: t('list.clearFilter'),
      icon: IconFilterOff,
      run: clear,
    },
  ]);
  return (
    <div className={classes.bar}>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button size="xs" leftSection={<IconFilter size={14} aria-hidden />}>
            {t('filter.add')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={addCondition}>{t('filter.addCondition')}</Menu.Item>
          <Menu.Item onClick={addGroup}>{t('filter.addGroup')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {items.length > 1 && (
        <UnstyledButton
          className={classes.join}
          aria-label={`${t('filter.join')}: ${t(`filter.${op}`)}`}
          onClick={() => onChange({ op: op === 'and' ? 'or' : 'and', items })}
        >
          {t(`filter.${op}`)}
        </UnstyledButton>
      )}
      {items.map((item, at) => (
        <FilterChip
          key={at}
          meta={meta}
          item={item}
          fresh={
            'field' in item
              ? item.field === ''
              : item.items.length === 1 && 'field' in item.items[0]! && item.items[0].field === ''
          }
          onChange={(next) => onChange({ op, items: items.map((old, index) => (index === at ? next : old)) })}
          onRemove={() => onChange({ op, items: items.filter((_old, index) => index !== at) })}
        />
      ))}
      {items.length > 1 && (
        <Button size="xs" variant="subtle" color="gray" onClick={clear}>
          {t('filter.clearAll')}
        </Button>
      )}
    </div>
  );
}
