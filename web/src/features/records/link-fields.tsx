import { Select, TextInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useTranslation } from 'react-i18next';
import type { LocalizedText } from '#contract';
import { useLocalized } from '../../i18n/use-locale.ts';
import { dateFormat } from '../../ui/date-values.ts';

export interface LinkContent {
  readonly role: string | null;
  readonly position: string;
  readonly startedOn: string | null;
}

export type LinkRoles = readonly { readonly value: string; readonly label: LocalizedText }[];

interface LinkFieldsProps {
  readonly content: LinkContent;
  readonly roles: LinkRoles;
  readonly onChange: (content: LinkContent) => void;
}

/** In which role, in which position and since when somebody belongs to an organisation. */
export function LinkFields({ content, roles, onChange }: LinkFieldsProps) {
  const { t } = useTranslation('records');
  const localized = useLocalized();
  return (
    <>
      <Select
        label={t('link.role')}
        allowDeselect={false}
        data={roles.map(({ value, label }) => ({ value, label: localized(label) }))}
        value={content.role}
        onChange={(role) => onChange({ ...content, role })}
      />
      <TextInput
        label={t('link.position')}
        maxLength={200}
        value={content.position}
        onChange={(event) => onChange({ ...content, position: event.currentTarget.value })}
      />
      <DateInput
        clearable
        label={t('link.startedOn')}
        valueFormat={dateFormat}
        value={content.startedOn}
        onChange={(startedOn) => onChange({ ...content, startedOn })}
      />
    </>
  );
}
