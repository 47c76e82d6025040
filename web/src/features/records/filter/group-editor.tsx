import { ActionIcon, Button, Group, SegmentedControl, Stack } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { EntityMeta, FilterCondition, FilterGroup } from '#contract';
import { ConditionEditor } from './condition-editor.tsx';
import { isGroup } from './operators.ts';

interface GroupEditorProps {
  readonly meta: EntityMeta;
  readonly group: FilterGroup;
  readonly onChange: (group: FilterGroup) => void;
  readonly depth?: number;
}

const EMPTY: FilterCondition = { field: '', operator: 'eq' };
/** The chip is the first; the server takes a few more. */
const DEPTH_MAX = 4;

/** A group of conditions and groups, joined by "all of" or "any of". */
export function GroupEditor({ meta, group, onChange, depth = 1 }: GroupEditorProps) {
  const { t } = useTranslation(['records', 'common']);
  const replace = (at: number, item: FilterCondition | FilterGroup | null): void =>
    onChange({
      ...group,
      items: group.items.flatMap((old, index) => (index !== at ? [old] : item ? [item] : [])),
    });
  const add = (item: FilterCondition | FilterGroup): void =>
    onChange({ ...group, items: [...group.items, item] });
  return (
    <Stack
      gap="sm"
      style={depth > 1 ? { paddingLeft: 10, borderLeft: '2px solid var(--tl-border-strong)' } : undefined}
    >
      <SegmentedControl
        aria-label={t('records:filter.join')}
        value={group.op}
        onChange={(op) => onChange({ ...group, op: op === 'or' ? 'or' : 'and' })}
        data={[
          { value: 'and', label: t('records:filter.and') },
          { value: 'or', label: t('records:filter.or') },
        ]}
      />
      {group.items.map((item, at) => (
        <div key={at} style={{ display: 'grid', gridTemplateColumns: '1fr auto', gap: 4 }}>
          {isGroup(item) ? (
            <GroupEditor meta={meta} group={item} depth={depth + 1} onChange={(next) => replace(at, next)} />
          ) : (
            <ConditionEditor meta={meta} condition={item} onChange={(next) => replace(at, next)} />
          )}
          <ActionIcon aria-label={t('common:actions.remove')} onClick={() => replace(at, null)}>
            <IconX size={15} />
          </ActionIcon>
        </div>
      ))}
      <Group gap={8}>
        <Button size="compact-sm" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => add(EMPTY)}>
          {t('records:filter.addCondition')}
        </Button>
        {depth < DEPTH_MAX && (
          <Button size="compact-sm" variant="subtle" onClick={() => add({ op: 'and', items: [EMPTY] })}>
            {t('records:filter.addGroup')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
