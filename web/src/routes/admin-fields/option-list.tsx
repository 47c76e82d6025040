import { ActionIcon, Button, Input, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CustomFieldContent } from '#contract';
import classes from './fields.module.css';

type Option = CustomFieldContent['options'][number];

interface OptionListProps {
  readonly options: readonly Option[];
  readonly error: string | undefined;
  readonly onChange: (options: Option[]) => void;
}

/** The choices of a field in both languages; one that is removed stays readable on old records. */
export function OptionList({ options, error, onChange }: OptionListProps) {
  const { t } = useTranslation('fields');
  const set = (at: number, part: Partial<Option>): void =>
    onChange(options.map((option, index) => (index === at ? { ...option, ...part } : option)));
  return (
    <Input.Wrapper label={t('options')} error={error}>
      {options.map((option, at) => (
        <div key={at} className={classes.line}>
          {(['value', 'labelEn', 'labelRu'] as const).map((key) => (
            <TextInput
              key={key}
              className={classes.grow}
              size="xs"
              aria-label={t(key === 'value' ? 'optionValue' : key)}
              placeholder={t(key === 'value' ? 'optionValue' : key)}
              value={option[key]}
              onChange={(event) => set(at, { [key]: event.currentTarget.value })}
            />
          ))}
          <ActionIcon
            aria-label={t('optionRemove', { value: option.value })}
            onClick={() => onChange(options.filter((_, index) => index !== at))}
          >
            <IconX size={16} />
          </ActionIcon>
        </div>
      ))}
      <Button
        size="compact-sm"
        mt={6}
        onClick={() => onChange([...options, { value: '', labelEn: '', labelRu: '', tone: 'neutral' }])}
      >
        {t('optionAdd')}
      </Button>
    </Input.Wrapper>
  );
}
