import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { EntityMeta } from '#contract';
import classes from '../../features/audit/audit.module.css';
import { useLocalized } from '../../i18n/use-locale.ts';
import { UserPicker } from '../../ui/pickers/user-picker.tsx';

interface BinFilter {
  readonly q: string;
  readonly entity: string;
  readonly deletedBy: string | null;
}

export const NO_FILTER: BinFilter = { q: '', entity: '', deletedBy: null };

interface BinFiltersProps {
  readonly filter: BinFilter;
  readonly entities: readonly EntityMeta[];
  readonly onChange: (filter: BinFilter) => void;
}

/** By title, kind and who deleted it. */
export function BinFilters({ filter, entities, onChange }: BinFiltersProps) {
  const { t } = useTranslation('audit');
  const localized = useLocalized();
  return (
    <div className={classes.filters}>
      <TextInput
        type="search"
        label={t('bin.search')}
        value={filter.q}
        onChange={(event) => onChange({ ...filter, q: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('bin.kind')}
        value={filter.entity}
        data={[
          { value: '', label: t('bin.anyKind') },
          ...entities
            .filter((meta) => meta.takesFields && !meta.isDirectory)
            .map((meta) => ({ value: meta.entity, label: localized(meta.pluralLabel) })),
        ]}
        onChange={(event) => onChange({ ...filter, entity: event.currentTarget.value })}
      />
      <UserPicker
        label={t('bin.person')}
        value={filter.deletedBy}
        onChange={(deletedBy) => onChange({ ...filter, deletedBy })}
      />
    </div>
  );
}
