import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useRoute } from '../../client/index.ts';
import type { PickerProps } from './user-picker.tsx';

interface RecordPickerProps extends PickerProps {
  readonly entity: string;
  /** Title of the record that is chosen already. */
  readonly valueTitle?: string;
}

/** Picks a record of one kind by searching. */
export function RecordPicker({ entity, valueTitle, value, onChange, ...props }: RecordPickerProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [query] = useDebouncedValue(typed === valueTitle ? '' : typed, 200);
  const found = useRoute(
    routes.records.listRecords,
    { params: { entity }, query: { q: query || undefined, limit: 20 } },
    { keepPrevious: true },
  );
  const [picked, setPicked] = useState<{ id: string; title: string } | null>(null);
  const options = (found.data?.items ?? []).map((record) => ({ value: record.id, label: record.title }));
  const isFound = options.some((option) => option.value === value);
  const known = picked?.id === value ? picked?.title : valueTitle;
  // What was filled in beforehand brings no name with it.
  const named = useRoute(
    routes.records.getRecord,
    { params: { entity, id: value ?? '' } },
    { enabled: Boolean(value) && !isFound && known === undefined },
  );
  if (value && !isFound) {
    const unnamed = named.isLoading ? '…' : t('words.unknown');
    options.unshift({ value, label: known ?? named.data?.title ?? unnamed });
  }
  return (
    <Select
      label={props.label}
      aria-label={props.label ? undefined : (props.ariaLabel ?? t('pickers.record'))}
      error={props.error}
      withAsterisk={props.required}
      autoFocus={props.autoFocus}
      disabled={props.disabled}
      onBlur={props.onBlur}
      placeholder={t('pickers.search')}
      searchable
      clearable={!props.required}
      nothingFoundMessage={t('pickers.nothing')}
      data={options}
      // The server searches, by rights and in all fields; the list is not narrowed a second time.
      filter={({ options: all }) => all}
      value={value}
      onSearchChange={setTyped}
      onChange={(id, option) => {
        setPicked(id ? { id, title: option.label } : null);
        onChange(id);
      }}
    />
  );
}
