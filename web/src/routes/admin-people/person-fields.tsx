import { MultiSelect, Radio, Select, Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AdminPerson, routes } from '#contract';
import type { RouteResponse } from '../../client/index.ts';
import { LANGUAGES } from '../../i18n/languages.ts';

export type PersonDraft = Pick<
  AdminPerson,
  'name' | 'email' | 'phone' | 'locale' | 'timeZone' | 'positionId' | 'teamIds' | 'roles'
> & { readonly enter: (typeof ENTRANCES)[number] };

const ENTRANCES = ['invitation', 'password', 'none'] as const;
const TIME_ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

export function newDraft(person: AdminPerson | null): PersonDraft {
  return {
    name: person?.name ?? '',
    email: person?.email ?? '',
    phone: person?.phone ?? null,
    locale: person?.locale ?? (document.documentElement.lang.startsWith('ru') ? 'ru' : 'en'),
    timeZone: person?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    positionId: person?.positionId ?? null,
    teamIds: person?.teamIds ?? [],
    roles: person?.roles ?? [],
    enter: 'invitation',
  };
}

interface PersonFieldsProps {
  readonly draft: PersonDraft;
  readonly isNew: boolean;
  readonly everybody: RouteResponse<typeof routes.people.allPeople>;
  readonly problemOf: (path: string) => string | undefined;
  readonly onChange: (part: Partial<PersonDraft>) => void;
}

/** Who somebody is, where he works, what he may do, and how he comes in for the first time. */
export function PersonFields({ draft, isNew, everybody, problemOf, onChange }: PersonFieldsProps) {
  const { t } = useTranslation('people');
  return (
    <Stack gap="sm">
      <TextInput
        data-autofocus
        withAsterisk
        label={t('fields.name')}
        maxLength={200}
        value={draft.name}
        error={problemOf('name')}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <TextInput
        withAsterisk
        type="email"
        label={t('fields.email')}
        maxLength={320}
        value={draft.email}
        error={problemOf('email')}
        onChange={(event) => onChange({ email: event.currentTarget.value })}
      />
      <TextInput
        label={t('fields.phone')}
        maxLength={60}
        value={draft.phone ?? ''}
        error={problemOf('phone')}
        onChange={(event) => onChange({ phone: event.currentTarget.value || null })}
      />
      <Select
        clearable
        searchable
        label={t('fields.position')}
        data={everybody.positions.map(({ id, title, department }) => ({
          value: id,
          label: `${title} · ${department}`,
        }))}
        value={draft.positionId}
        error={problemOf('positionId')}
        onChange={(positionId) => onChange({ positionId })}
      />
      <MultiSelect
        searchable
        label={t('fields.teams')}
        data={everybody.teams.map(({ id, name }) => ({ value: id, label: name }))}
        value={draft.teamIds}
        error={problemOf('teamIds')}
        onChange={(teamIds) => onChange({ teamIds })}
      />
      <MultiSelect
        searchable
        label={t('fields.roles')}
        description={t('fields.rolesHint')}
        data={everybody.roles.map(({ code, name }) => ({ value: code, label: name }))}
        value={draft.roles}
        error={problemOf('roles')}
        onChange={(roles) => onChange({ roles })}
      />
      <Select
        allowDeselect={false}
        label={t('fields.locale')}
        data={LANGUAGES}
        value={draft.locale}
        onChange={(locale) => onChange({ locale: locale === 'ru' ? 'ru' : 'en' })}
      />
      <Select
        searchable
        allowDeselect={false}
        label={t('fields.timeZone')}
        limit={100}
        data={TIME_ZONES}
        value={draft.timeZone}
        error={problemOf('timeZone')}
        onChange={(timeZone) => timeZone && onChange({ timeZone })}
      />
      {isNew && (
        <Radio.Group
          label={t('enter.label')}
          value={draft.enter}
          onChange={(value) => onChange({ enter: ENTRANCES.find((one) => one === value) ?? 'invitation' })}
        >
          <Stack gap={6} mt={6}>
            {ENTRANCES.map((one) => (
              <Radio key={one} value={one} label={t(`enter.${one}`)} />
            ))}
          </Stack>
        </Radio.Group>
      )}
    </Stack>
  );
}
