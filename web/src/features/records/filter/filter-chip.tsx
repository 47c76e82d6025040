import { ActionIcon, createTheme, MantineThemeProvider, Popover, UnstyledButton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityMeta, FilterCondition, FilterGroup } from '#contract';
import { ConditionEditor } from './condition-editor.tsx';
import { GroupEditor } from './group-editor.tsx';
import { isGroup } from './operators.ts';
import { useFilterWords } from './use-filter-words.ts';
import classes from './filter-bar.module.css';

// Lists and calendars inside a popover stay in its own tree, or a click in them would close it.
const comboboxProps = { withinPortal: false };
const popoverProps = { withinPortal: false };
const withinPopover = createTheme({
  components: {
    Select: { defaultProps: { comboboxProps } },
    MultiSelect: { defaultProps: { comboboxProps } },
    TagsInput: { defaultProps: { comboboxProps } },
    DateInput: { defaultProps: { popoverProps } },
  },
});

interface FilterChipProps {
  readonly meta: EntityMeta;
  readonly item: FilterCondition | FilterGroup;
  /** New and empty: it opens by itself. */
  readonly fresh: boolean;
  readonly onChange: (item: FilterCondition | FilterGroup) => void;
  readonly onRemove: () => void;
}

export function FilterChip({ meta, item, fresh, onChange, onRemove }: FilterChipProps) {
  const { t } = useTranslation('records');
  const words = useFilterWords(meta, item);
  const [opened, setOpened] = useState(fresh);
  const empty = isGroup(item) ? item.items.length === 0 : !item.field;
  const text = empty ? t(isGroup(item) ? 'filter.group' : 'filter.add') : words;
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={360} trapFocus>
      <span className={classes.chip}>
        <Popover.Target>
          <UnstyledButton
            className={classes.words}
            aria-label={t('filter.edit', { name: text })}
            onClick={() => setOpened(!opened)}
          >
            {text}
          </UnstyledButton>
        </Popover.Target>
        <ActionIcon size={24} aria-label={t('filter.remove', { name: text })} onClick={onRemove}>
          <IconX size={13} />
        </ActionIcon>
      </span>
      <Popover.Dropdown>
        <MantineThemeProvider inherit theme={withinPopover}>
          {isGroup(item) ? (
            <GroupEditor meta={meta} group={item} onChange={onChange} />
          ) : (
            <ConditionEditor meta={meta} condition={item} onChange={onChange} />
          )}
        </MantineThemeProvider>
      </Popover.Dropdown>
    </Popover>
  );
}
