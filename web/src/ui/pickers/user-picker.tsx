import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useRoute } from '../../client/index.ts';
import { PersonAvatar } from '../person-avatar.tsx';

export interface PickerProps {
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
  readonly label?: string;
  readonly ariaLabel?: string;
  readonly error?: string;
  readonly required?: boolean;
  readonly autoFocus?: boolean;
  readonly disabled?: boolean;
  readonly onBlur?: () => void;
}

/** Picks an active person of the company. */
export function UserPicker(props: PickerProps) {
  const { t } = useTranslation();
  const people = useRoute(routes.admin.people, {}, { staleTime: 300_000 }).data?.items ?? [];
  const byId = new Map(people.map((person) => [person.id, person]));
  return (
    <Select
      label={props.label}
      aria-label={props.label ? undefined : (props.ariaLabel ?? t('pickers.person'))}
      error={props.error}
      withAsterisk={props.required}
      autoFocus={props.autoFocus}
      disabled={props.disabled}
      onBlur={props.onBlur}
      searchable
      clearable={!props.required}
      nothingFoundMessage={t('pickers.nothing')}
      data={people.map((person) => ({ value: person.id, label: person.name }))}
      value={props.value}
      onChange={props.onChange}
      renderOption={({ option }) => {
        const person = byId.get(option.value);
        return (
          <span style={{ minWidth: 0 }}>
            <PersonAvatar person={{ id: option.value, name: option.label }} withName />
            {person?.positionTitle && (
              <span style={{ display: 'block', paddingLeft: 26, fontSize: 12, color: 'var(--tl-text-dim)' }}>
                {person.positionTitle}
              </span>
            )}
          </span>
        );
      }}
    />
  );
}
