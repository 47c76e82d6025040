import { Checkbox, SegmentedControl, Select, Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { WebFormContent } from '#contract';
import { useEntity } from '../../features/records/use-entity.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { UserPicker } from '../../ui/pickers/user-picker.tsx';
import { FixedList } from './fixed-list.tsx';
import { madeInto, type FormFields } from './use-form-fields.ts';

interface FormOutcomeProps {
  readonly content: WebFormContent;
  readonly fields: FormFields;
  readonly problemOf: (path: string) => string | undefined;
  readonly onChange: (content: WebFormContent) => void;
}

/** What becomes of a sending: a lead or a ticket, what it is given, and who gets it. */
export function FormOutcome({ content, fields, problemOf, onChange }: FormOutcomeProps) {
  const { t } = useTranslation('webforms');
  const localized = useLocalized();
  const sources = useEntity('lead')?.fields.find((field) => field.key === 'source')?.options ?? [];
  const set = (part: Partial<WebFormContent>): void => onChange({ ...content, ...part });
  const isLead = content.makes === 'lead';
  return (
    <Stack gap="xs">
      <SegmentedControl
        aria-label={t('makes')}
        data={(['lead', 'ticket'] as const).map((value) => ({ value, label: t(`made.${value}`) }))}
        value={content.makes}
        onChange={(makes) => onChange(madeInto(content, makes === 'ticket' ? 'ticket' : 'lead'))}
      />
      {isLead && (
        <>
          <Select
            clearable
            label={t('field.source')}
            data={sources.map((one) => ({ value: one.value, label: localized(one.label) }))}
            value={content.source}
            onChange={(source) => set({ source })}
          />
          <TextInput
            label={t('field.campaign')}
            maxLength={200}
            value={content.campaign ?? ''}
            onChange={(event) => set({ campaign: event.currentTarget.value || null })}
          />
        </>
      )}
      <FixedList
        fixed={content.fixed}
        fields={fields.fixed.filter(({ key }) => !content.fields.some((one) => one.key === key))}
        problem={problemOf('fixed')}
        onChange={(fixed) => set({ fixed })}
      />
      <UserPicker
        label={t(isLead ? 'field.owner' : 'field.executor')}
        value={content.ownerId}
        error={problemOf('ownerId')}
        onChange={(ownerId) => set({ ownerId })}
      />
      {isLead && (
        <Checkbox
          label={t('field.attach')}
          checked={content.attachDuplicates}
          onChange={(event) => set({ attachDuplicates: event.currentTarget.checked })}
        />
      )}
    </Stack>
  );
}
