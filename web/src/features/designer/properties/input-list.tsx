import { ActionIcon, Button, Text } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Mapping } from '#moddle';
import type { ElementInfo } from '#modeler';
import { useDesignerScope } from '../designer-context.ts';
import { TextField } from '../inputs/text-field.tsx';
import { ValueField } from '../inputs/value-field.tsx';
import classes from './cards.module.css';

interface InputListProps {
  readonly element: ElementInfo;
  readonly hint: string;
}

/** Values that a step gets under names of its own. */
export function InputList({ element, hint }: InputListProps) {
  const { t } = useTranslation('designer');
  const { update } = useDesignerScope();
  const inputs = element.io.inputs;
  const commit = (next: readonly Mapping[]): void => update(element.id, { io: { inputs: next } });
  const replace = (at: number, change: Partial<Mapping>): void =>
    commit(inputs.map((one, index) => (index === at ? { ...one, ...change } : one)));
  return (
    <div className={classes.group}>
      {inputs.length === 0 && (
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
      )}
      {inputs.map((input, at) => (
        <div key={at} className={classes.row}>
          <TextField
            mono
            label={t('data.name')}
            value={input.name}
            onCommit={(name) => name && replace(at, { name: name.trim() })}
          />
          <ValueField
            begins="expression"
            label={t('data.value')}
            value={input.value || null}
            onCommit={(value) => replace(at, { value: value ?? '' })}
          />
          <ActionIcon
            size={28}
            mb={4}
            aria-label={t('list.remove', { name: input.name })}
            onClick={() => commit(inputs.filter((one) => one !== input))}
          >
            <IconTrash size={15} />
          </ActionIcon>
        </div>
      ))}
      <Button
        leftSection={<IconPlus size={15} aria-hidden />}
        onClick={() => commit([...inputs, { name: `input${inputs.length + 1}`, value: '' }])}
      >
        {t('data.addInput')}
      </Button>
    </div>
  );
}
