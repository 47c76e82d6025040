import { ActionIcon, Button, Menu, Text } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ActionOutput, Mapping } from '#moddle';
import type { ElementInfo } from '#modeler';
import { useLocalized } from '../../../i18n/use-locale.ts';
import { useDesignerScope } from '../designer-context.ts';
import { TextField } from '../inputs/text-field.tsx';
import { ValueField } from '../inputs/value-field.tsx';
import classes from './cards.module.css';

interface OutputListProps {
  readonly element: ElementInfo;
  /** What the step is known to give. */
  readonly offered?: readonly ActionOutput[];
}

/** Which variables of the process a step sets when it ends. */
export function OutputList({ element, offered = [] }: OutputListProps) {
  const { t } = useTranslation('designer');
  const localized = useLocalized();
  const { update } = useDesignerScope();
  const outputs = element.io.outputs;
  const commit = (next: readonly Mapping[]): void => update(element.id, { io: { outputs: next } });
  const replace = (at: number, change: Partial<Mapping>): void =>
    commit(outputs.map((one, index) => (index === at ? { ...one, ...change } : one)));
  const add = (name: string, value: string): void => commit([...outputs, { name, value }]);
  return (
    <div className={classes.group}>
      {outputs.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('data.outputsHint')}
        </Text>
      )}
      {outputs.map((output, at) => (
        <div key={at} className={classes.row}>
          <TextField
            mono
            label={t('data.variable')}
            value={output.name}
            onCommit={(name) => name && replace(at, { name: name.trim() })}
          />
          <ValueField
            only="expression"
            label={t('data.value')}
            value={output.value || null}
            onCommit={(value) => replace(at, { value: value ?? '' })}
          />
          <ActionIcon
            size={28}
            mb={4}
            aria-label={t('list.remove', { name: output.name })}
            onClick={() => commit(outputs.filter((one) => one !== output))}
          >
            <IconTrash size={15} />
          </ActionIcon>
        </div>
      ))}
      {offered.length === 0 ? (
        <Button
          leftSection={<IconPlus size={15} aria-hidden />}
          onClick={() => add(`value${outputs.length + 1}`, '')}
        >
          {t('data.addOutput')}
        </Button>
      ) : (
        <Menu>
          <Menu.Target>
            <Button leftSection={<IconPlus size={15} aria-hidden />}>{t('data.addOutput')}</Button>
          </Menu.Target>
          <Menu.Dropdown>
            {offered.map((output) => (
              <Menu.Item key={output.name} onClick={() => add(output.name, `= ${output.name}`)}>
                {localized(output.label)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}
