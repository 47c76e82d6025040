import { Chip, Group, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useEntities } from '../../app/shell/navigation.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { BestHits, HitsOfKind } from './search-hits.tsx';
import classes from './search-page.module.css';

const TYPING_MS = 250;
const ALL = '';

/** What is found by words: the best of all kinds, or one kind to its end. The address holds both. */
export function SearchPage() {
  const { t } = useTranslation('shell');
  const localized = useLocalized();
  const [address, setAddress] = useSearchParams();
  const q = address.get('q') ?? '';
  const kind = address.get('kind') ?? ALL;
  const [typed, setTyped] = useState(q);
  const kinds = useEntities().filter((meta) => meta.rights.read);
  const meta = kinds.find((one) => one.entity === kind);
  const go = (next: { readonly q: string; readonly kind: string }): void => {
    const filled = Object.entries(next).filter(([, value]) => value !== '');
    setAddress(Object.fromEntries(filled), { replace: true });
  };
  const settle = useDebouncedCallback((words: string) => go({ q: words.trim(), kind }), TYPING_MS);
  return (
    <>
      <PageHeader title={t('search.title')} icon={<IconSearch size={20} />} />
      <div className={classes.page}>
        <TextInput
          data-autofocus
          type="search"
          label={t('search.words')}
          maxLength={200}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            settle(event.currentTarget.value);
          }}
        />
        <Chip.Group value={meta ? kind : ALL} onChange={(chosen) => go({ q, kind: String(chosen) })}>
          <Group gap={6} my="sm" role="group" aria-label={t('search.kinds')}>
            <Chip value={ALL} size="xs" variant="light" color="gray">
              {t('search.all')}
            </Chip>
            {kinds.map((one) => (
              <Chip key={one.entity} value={one.entity} size="xs" variant="light" color="gray">
                {localized(one.pluralLabel)}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
        {q === '' && <EmptyState compact title={t('search.empty')} />}
        {q !== '' && (meta ? <HitsOfKind key={meta.entity} meta={meta} q={q} /> : <BestHits q={q} />)}
      </div>
    </>
  );
}
