import { Button, Checkbox, Select, Stack, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 as uuid } from 'uuid';
import { routes, type WebForm, type WebFormContent } from '#contract';
import { useAction, useReportError, type ApiError } from '../../client/index.ts';
import { LANGUAGES } from '../../i18n/languages.ts';
import { Section } from '../../ui/section.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { FieldList } from './field-list.tsx';
import { FormOutcome } from './form-outcome.tsx';
import { useFormFields } from './use-form-fields.ts';

interface FormPanelProps {
  readonly form: WebForm | null;
  readonly onClose: () => void;
}

/** Makes or changes a form: its words, what it asks for, what becomes of it, and what keeps programs out. */
export function FormPanel({ form, onClose }: FormPanelProps) {
  const { t, i18n } = useTranslation('webforms');
  const report = useReportError();
  const [id] = useState(form?.id ?? uuid());
  const [active, setActive] = useState(form?.active ?? true);
  const [draft, setDraft] = useState<WebFormContent>(
    form?.content ?? {
      name: '',
      locale: i18n.language === 'ru' ? 'ru' : 'en',
      heading: '',
      intro: '',
      submitLabel: t('preset.submit'),
      thanks: t('preset.thanks'),
      redirectUrl: null,
      makes: 'lead',
      fixed: [],
      fields: [
        { key: 'familyName', label: t('keys.familyName'), required: false },
        { key: 'email', label: t('keys.email'), required: true },
        { key: 'message', label: t('keys.message'), required: false },
      ],
      consent: null,
      question: null,
      source: null,
      campaign: null,
      ownerId: null,
      embedOn: [],
      attachDuplicates: true,
    },
  );
  const fields = useFormFields(draft.makes);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const options = {
    invalidate: [routes.webForms.webForms],
    onSuccess: onClose,
    onError: (error: ApiError) => (error.fields.length > 0 ? setProblem(error) : report(error)),
  };
  const save = useAction(routes.webForms.saveWebForm, options);
  const remove = useAction(routes.webForms.deleteWebForm, options);
  const problemOf = (path: string): string | undefined =>
    problem?.fields.find((field) => `${field.path}.`.startsWith(`content.${path}.`))?.message;
  const set = (part: Partial<WebFormContent>): void => setDraft({ ...draft, ...part });
  const line = (key: 'name' | 'heading' | 'submitLabel' | 'thanks', lengthMax: number) => ({
    withAsterisk: true,
    label: t(`field.${key}`),
    maxLength: lengthMax,
    value: draft[key],
    error: problemOf(key),
    onChange: (event: { currentTarget: { value: string } }) => set({ [key]: event.currentTarget.value }),
  });
  return (
    <SidePanel
      title={form?.content.name ?? t('new')}
      width={600}
      onClose={onClose}
      footer={
        <>
          {form && (
            <Button loading={remove.pending} onClick={() => remove.run({ params: { id } })}>
              {t('delete')}
            </Button>
          )}
          <Button
            variant="filled"
            loading={save.pending}
            onClick={() =>
              save.run({ params: { id }, body: { content: draft, active, version: form?.version ?? null } })
            }
          >
            {t('save')}
          </Button>
        </>
      }
    >
      <Stack gap="sm">
        <TextInput data-autofocus {...line('name', 100)} />
        <Select
          allowDeselect={false}
          label={t('field.locale')}
          data={LANGUAGES}
          value={draft.locale}
          onChange={(value) => set({ locale: value === 'ru' ? 'ru' : 'en' })}
        />
        <TextInput {...line('heading', 200)} />
        <Textarea
          autosize
          label={t('field.intro')}
          maxLength={2_000}
          value={draft.intro}
          error={problemOf('intro')}
          onChange={(event) => set({ intro: event.currentTarget.value })}
        />
        <Section title={t('fields')}>
          <FieldList
            fields={draft.fields}
            offered={fields}
            problem={problemOf('fields')}
            onChange={(fields) => set({ fields })}
          />
        </Section>
        <TextInput {...line('submitLabel', 60)} />
        <Textarea autosize {...line('thanks', 1_000)} />
        <TextInput
          label={t('field.redirectUrl')}
          placeholder="https://"
          value={draft.redirectUrl ?? ''}
          error={problemOf('redirectUrl')}
          onChange={(event) => set({ redirectUrl: event.currentTarget.value.trim() || null })}
        />
        <Section title={t('consent')}>
          <Stack gap="xs">
            <Textarea
              autosize
              label={t('field.consent')}
              description={t('field.consentHint')}
              maxLength={2_000}
              value={draft.consent?.text ?? ''}
              error={problemOf('consent')}
              onChange={({ currentTarget: { value } }) =>
                set({
                  consent: value === '' ? null : { text: value, required: draft.consent?.required ?? false },
                })
              }
            />
            {draft.consent && (
              <Checkbox
                label={t('field.consentRequired')}
                checked={draft.consent.required}
                onChange={({ currentTarget: { checked } }) =>
                  draft.consent && set({ consent: { ...draft.consent, required: checked } })
                }
              />
            )}
          </Stack>
        </Section>
        <Section title={t('becomes')}>
          <FormOutcome content={draft} fields={fields} problemOf={problemOf} onChange={setDraft} />
        </Section>
        <Section title={t('guard')}>
          <Stack gap="xs">
            <TextInput
              label={t('field.question')}
              description={t('field.questionHint')}
              maxLength={200}
              value={draft.question?.text ?? ''}
              onChange={({ currentTarget: { value } }) =>
                set({ question: value === '' ? null : { text: value, answer: draft.question?.answer ?? '' } })
              }
            />
            {draft.question && (
              <TextInput
                withAsterisk
                label={t('field.answer')}
                maxLength={100}
                value={draft.question.answer}
                error={problemOf('question')}
                onChange={({ currentTarget: { value } }) =>
                  draft.question && set({ question: { ...draft.question, answer: value } })
                }
              />
            )}
            <TagsInput
              acceptValueOnBlur
              label={t('field.embedOn')}
              description={t('field.embedHint')}
              maxTags={20}
              value={draft.embedOn}
              error={problemOf('embedOn')}
              onChange={(embedOn) => set({ embedOn })}
            />
          </Stack>
        </Section>
        <Switch
          label={t('field.active')}
          checked={active}
          onChange={(event) => setActive(event.currentTarget.checked)}
        />
      </Stack>
    </SidePanel>
  );
}
