import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePageActions } from '../../ui/actions/page-actions.ts';

interface ListSearchProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function ListSearch({ value, onChange }: ListSearchProps) {
  const { t } = useTranslation('records');
  const [typed, setTyped] = useState(value);
  const [settled, setSettled] = useState(value);
  const settle = useDebouncedCallback((next: string) => {
    setSettled(next);
    onChange(next);
  }, 250);
  // The address may change without this field, e.g. by "clear the filter".
  if (value !== settled) {
    setSettled(value);
    setTyped(value);
  }
  const field = useRef<HTMLInputElement>(null);
  usePageActions([
    { name: 'search', label: t('list.search'), icon: IconSearch, run: () => field.current?.focus() },
  ]);
  return (
    <TextInput
      ref={field}
      style={{ flex: '1 1 140px', maxWidth: 240 }}
      type="search"
      aria-label={t('list.search')}
      placeholder={t('list.search')}
      leftSection={<IconSearch size={15} aria-hidden />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        settle(event.currentTarget.value);
      }}
    />
  );
}
