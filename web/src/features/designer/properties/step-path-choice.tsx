import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FlowInfo } from '#modeler';

interface StepPathChoiceProps {
  readonly ways: readonly FlowInfo[];
  /** The flow that the step goes into; null for a path of its own. */
  readonly value: string | null;
  readonly onChange: (flowId: string | null) => void;
}

const NEW = '';

/** Where the next step goes when more than one path leaves. */
export function StepPathChoice({ ways, value, onChange }: StepPathChoiceProps) {
  const { t } = useTranslation('designer');
  const word = (way: FlowInfo): string => {
    if (way.name) return t('step.onPath', { name: way.name });
    return t('step.beforeStep', { name: way.targetName ?? way.targetId ?? t('flow.unnamed') });
  };
  return (
    <>
      <Menu.Label>{t('step.where')}</Menu.Label>
      <Menu.RadioGroup value={value ?? NEW} onChange={(next) => onChange(next === NEW ? null : next)}>
        <Menu.RadioItem value={NEW}>{t('step.newPath')}</Menu.RadioItem>
        {ways.map((way) => (
          <Menu.RadioItem key={way.id} value={way.id}>
            {word(way)}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
      <Menu.Divider />
    </>
  );
}
