import { ActionIcon, Select } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { KnownAction, Mapping } from '#moddle';
import type { ElementInfo } from '#modeler';
import { useLocalized } from '../../../i18n/use-locale.ts';
import { useDesignerScope } from '../designer-context.ts';
import { ValueField } from '../inputs/value-field.tsx';
import { ActionInputField } from './action-input-field.tsx';
import classes from './cards.module.css';

interface ActionInputsProps {
  readonly element: ElementInfo;
  readonly action: KnownAction;
}

/** The inputs of an action by their types, and for records any further field. */
export function ActionInputs({ element, action }: ActionInputsProps) {
  const { t } = useTranslation('designer');
  const localized = useLocalized();
  const { update, catalogue } = useDesignerScope();
  const inputs = element.io.inputs;
  const valueOf = (name: string): string | null => inputs.find((input) => input.name === name)?.value ?? null;
  const commit = (next: readonly Mapping[]): void => update(element.id, { io: { inputs: next } });
  const set = (name: string, value: string | null): void => {
    const others = inputs.filter((input) => input.name !== name);
    if (value === null) return commit(others);
    const isThere = inputs.some((input) => input.name === name);
    commit(
      isThere
        ? inputs.map((one) => (one.name === name ? { name, value } : one))
        : [...inputs, { name, value }],
    );
  };
  const known = new Set(action.inputs.map((input) => input.name));
  const extra = inputs.filter((input) => !known.has(input.name));
  const entity = catalogue?.entities.find((one) => one.entity === (valueOf('entity') ?? '')) ?? null;
  const fields = entity ? [entity] : (catalogue?.entities ?? []);
  const offered = fields.map((one) => ({
    group: localized(one.label),
    items: one.fields
      .filter((field) => !extra.some((input) => input.name === field.key))
      .map((field) => ({ value: `${one.entity}.${field.key}`, label: localized(field.label) })),
  }));
  const labelOf = (name: string): string => {
    const field = fields.flatMap((one) => one.fields).find((one) => one.key === name);
    return field ? localized(field.label) : name;
  };
  return (
    <>
      {action.inputs.map((input) => (
        <ActionInputField
          key={input.name}
          input={input}
          value={valueOf(input.name)}
          onCommit={(value) => set(input.name, value)}
        />
      ))}
      {extra.map((input) => (
        <div key={input.name} className={classes.removable}>
          <ValueField
            label={labelOf(input.name)}
            value={input.value || null}
            onCommit={(value) =>
              commit(inputs.map((one) => (one === input ? { ...one, value: value ?? '' } : one)))
            }
          />
          <ActionIcon
            size={28}
            mb={4}
            aria-label={t('list.remove', { name: labelOf(input.name) })}
            onClick={() => commit(inputs.filter((one) => one !== input))}
          >
            <IconTrash size={15} />
          </ActionIcon>
        </div>
      ))}
      {action.fields && (
        <Select
          label={t('action.addField')}
          placeholder={t('action.chooseField')}
          searchable
          data={offered}
          value={null}
          onChange={(next) =>
            next && commit([...inputs, { name: next.split('.').slice(1).join('.'), value: '' }])
          }
        />
      )}
    </>
  );
}
