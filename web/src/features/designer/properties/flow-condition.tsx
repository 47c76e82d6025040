import { Anchor, Select, Switch, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FlowInfo } from '#modeler';
import { useDesignerScope } from '../designer-context.ts';
import { ValueField } from '../inputs/value-field.tsx';
import classes from './cards.module.css';

interface FlowConditionProps {
  readonly flow: FlowInfo;
  /** In a list of several paths each says where it leads. */
  readonly withTarget?: boolean;
}

/** When a path is taken: for a result, under a condition, or when no other is. */
export function FlowCondition({ flow, withTarget = false }: FlowConditionProps) {
  const { t } = useTranslation('designer');
  const { update, select } = useDesignerScope();
  const target = flow.targetName ?? t('flow.unnamed');
  const outcomes = flow.outcomes?.values ?? [];
  return (
    <div
      className={withTarget ? classes.flow : classes.group}
      data-default={flow.isDefault || undefined}
      role="group"
      aria-label={flow.name ?? target}
    >
      {withTarget && (
        <Text size="sm">
          <Anchor component="button" type="button" size="sm" onClick={() => select(flow.id)}>
            {flow.name ?? t('flow.path')}
          </Anchor>{' '}
          {t('flow.to', { name: target })}
        </Text>
      )}
      <Switch
        label={t('flow.isDefault')}
        checked={flow.isDefault}
        onChange={(change) =>
          update(
            flow.id,
            change.currentTarget.checked
              ? { isDefault: true, condition: null, outcome: null }
              : { isDefault: false },
          )
        }
      />
      {!flow.isDefault && outcomes.length > 0 && (
        <Select
          label={t('flow.outcome')}
          clearable
          data={outcomes.map((outcome) => ({ value: outcome.code, label: outcome.label ?? outcome.code }))}
          value={flow.outcome}
          onChange={(outcome) => update(flow.id, { outcome })}
        />
      )}
      {!flow.isDefault && !flow.outcome && (
        <ValueField
          only="expression"
          label={t('flow.condition')}
          description={withTarget ? undefined : t('flow.conditionHint')}
          placeholder={t('flow.conditionExample')}
          value={flow.condition}
          onCommit={(condition) => update(flow.id, { condition })}
        />
      )}
    </div>
  );
}
