import { ActionIcon, Button, SegmentedControl, Stack } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { EntityMeta, FilterCondition, FilterGroup } from '#contract';
import { ConditionEditor } from './condition-editor.tsx';
import { isGroup } from './operators.ts';

interface GroupEditorProps {
  readonly meta: EntityMeta;
  readonly group: FilterGroup;
  readonly onChange: (group: FilterGroup) => void;
}

const EMPTY: FilterCondition = { field: '', operator: 'eq' };

/** A group of conditions, joined by "all of" or "any of". Groups deeper inside are kept as they came. */
export function GroupEditor({ meta, group, onChange }: GroupEditorProps) {
  const { t } = useTranslation(['records', 'common']);
  const replace = (at: number, item: FilterCondition | null): void =>
    onChange({
      ...group,
      items: group.items.flatMap((old, index) => (index !== at ? [old] : item ? [item] : [])),
    });
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label={t('records:filter.join')}
        value={group.op}
        onChange={(op) => onChange({ ...group, op: op === 'or' ? 'or' : 'and' })}
        data={[
          { value: 'and', label: t('records:filter.and') },
          { value: 'or', label: t('records:filter.or') },
        ]}
      />
      {group.items.map((item, at) =>
        isGroup(item) ? null : (
          <div key={at} style={{ display: 'grid', gridTemplateColumns: '1fr auto', gap: 4 }}>
            <ConditionEditor meta={meta} condition={item} onChange={(next) => replace(at, next)} />
            <ActionIcon aria-label={t('common:actions.remove')} onClick={() => replace(at, null)}>
              <IconX size={15} />
            </ActionIcon>
          </div>
        ),
      )}
      <Button
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => onChange({ ...group, items: [...group.items, EMPTY] })}
      >
        {t('records:filter.addCondition')}
      </Button>
    </Stack>
  );
}
