import { ActionIcon, Button } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../inputs/text-field.tsx';
import type { OptionDraft } from './form-model.ts';
import classes from './form-builder.module.css';

interface FieldOptionsProps {
  readonly options: readonly OptionDraft[];
  readonly onCommit: (options: readonly OptionDraft[]) => void;
}

/** What can be chosen in a select, radio or checklist. */
export function FieldOptions({ options, onCommit }: FieldOptionsProps) {
  const { t } = useTranslation('designer');
  const replace = (at: number, change: Partial<OptionDraft>): void =>
    onCommit(options.map((one, index) => (index === at ? { ...one, ...change } : one)));
  const add = (): void => {
    const taken = new Set(options.map((option) => option.value));
    let number = options.length + 1;
    while (taken.has(`option_${number}`)) number += 1;
    onCommit([...options, { value: `option_${number}`, label: '', labelRu: '' }]);
  };
  return (
    <div className={classes.options} role="group" aria-label={t('form.options')}>
      {options.map((option, at) => (
        <div key={at} className={classes.option}>
          <TextField
            hideLabel
            label={t('form.optionLabel')}
            placeholder={t('form.optionLabel')}
            value={option.label}
            onCommit={(label) => replace(at, { label: label ?? '' })}
          />
          <TextField
            hideLabel
            label={t('form.optionLabelRu')}
            placeholder={t('form.optionLabelRu')}
            value={option.labelRu}
            onCommit={(labelRu) => replace(at, { labelRu: labelRu ?? '' })}
          />
          <TextField
            hideLabel
            mono
            label={t('form.optionValue')}
            placeholder={t('form.optionValue')}
            value={option.value}
            onCommit={(value) => value && replace(at, { value: value.trim() })}
          />
          <ActionIcon
            size={28}
            aria-label={t('list.remove', { name: option.label || option.value })}
            onClick={() => onCommit(options.filter((one) => one !== option))}
          >
            <IconTrash size={15} />
          </ActionIcon>
        </div>
      ))}
      <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={add} w="fit-content">
        {t('form.addOption')}
      </Button>
    </div>
  );
}
