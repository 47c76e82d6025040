import { MultiSelect } from '@mantine/core';
import { useLocalized } from '../../../i18n/use-locale.ts';
import { useDesignerScope } from '../designer-context.ts';

interface EntitiesFieldProps {
  readonly label: string;
  readonly value: readonly string[];
  readonly onCommit: (entities: readonly string[]) => void;
}

export function EntitiesField({ label, value, onCommit }: EntitiesFieldProps) {
  const localized = useLocalized();
  const { catalogue } = useDesignerScope();
  const known = (catalogue?.entities ?? []).map((one) => ({
    value: one.entity,
    label: localized(one.label),
  }));
  const unknown = value
    .filter((entity) => !known.some((one) => one.value === entity))
    .map((entity) => ({ value: entity, label: entity }));
  return <MultiSelect label={label} data={[...known, ...unknown]} value={[...value]} onChange={onCommit} />;
}
