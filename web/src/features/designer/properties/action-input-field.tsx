import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ActionInput } from '#moddle';
import { useLocalized } from '../../../i18n/use-locale.ts';
import { useDesignerScope } from '../designer-context.ts';
import { DurationField } from '../inputs/duration-field.tsx';
import { ValueField } from '../inputs/value-field.tsx';

interface ActionInputFieldProps {
  readonly input: ActionInput;
  readonly value: string | null;
  readonly onCommit: (value: string | null) => void;
}

/** One input of an action: what can be picked is picked, the rest is a text or an expression. */
export function ActionInputField({ input, value, onCommit }: ActionInputFieldProps) {
  const { t } = useTranslation('designer');
  const localized = useLocalized();
  const { catalogue } = useDesignerScope();
  const label = localized(input.label);
  const isExpression = value?.startsWith('=') === true;
  const picked = (data: readonly { readonly value: string; readonly label: string }[]) => (
    <Select
      label={label}
      withAsterisk={input.required}
      searchable
      clearable={!input.required}
      placeholder={t('action.choose')}
      data={
        value && !data.some((one) => one.value === value) ? [{ value, label: value }, ...data] : [...data]
      }
      value={value}
      onChange={onCommit}
    />
  );
  if (input.type === 'duration')
    return <DurationField label={label} value={value} onCommit={onCommit} unit="minutes" />;
  if (!isExpression && input.type === 'choice')
    return picked((input.options ?? []).map((one) => ({ value: one.value, label: localized(one.label) })));
  if (!isExpression && input.type === 'entity')
    return picked(
      (catalogue?.entities ?? []).map((one) => ({ value: one.entity, label: localized(one.label) })),
    );
  if (!isExpression && input.type === 'executor') {
    return picked([
      ...(catalogue?.users ?? []).map((user) => ({ value: user.id, label: user.name })),
      ...(catalogue?.positions ?? []).map((one) => ({ value: `position:${one.id}`, label: one.title })),
      ...(catalogue?.departments ?? []).map((one) => ({ value: `department:${one.id}`, label: one.name })),
    ]);
  }
  return (
    <ValueField
      label={label}
      required={input.required}
      multiline={input.type === 'longText'}
      begins={input.type === 'record' || input.type === 'date' ? 'expression' : 'text'}
      value={value}
      onCommit={onCommit}
    />
  );
}
