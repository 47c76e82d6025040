import { Button, Checkbox, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  routes,
  type CustomField,
  type CustomFieldContent,
  type EntityMeta,
  type FieldType,
} from '#contract';
import { useAction, useReportError, type ApiError } from '../../client/index.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { ConfirmPanel } from '../../ui/confirm-panel.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { ConditionList } from './condition-list.tsx';
import { emptyField, FIELD_TYPES, SECTIONS, SWITCHES, UNIQUE_TYPES } from './field-choices.ts';
import { OptionList } from './option-list.tsx';

interface FieldPanelProps {
  readonly meta: EntityMeta;
  readonly kinds: readonly EntityMeta[];
  /** Null for a new one. */
  readonly field: CustomField | null;
  readonly onClose: () => void;
}

const STALE = [routes.customFields.customFields, routes.records.entities, routes.records.listRecords];

/** One added field: what it is called, what it takes, when it is shown and must be filled in. */
export function FieldPanel({ meta, kinds, field, onClose }: FieldPanelProps) {
  const { t } = useTranslation('fields');
  const localized = useLocalized();
  const report = useReportError();
  const [identity, setIdentity] = useState({
    key: field?.key ?? '',
    type: field?.type ?? ('text' as FieldType),
    referenceEntity: field?.referenceEntity ?? null,
  });
  const [content, setContent] = useState<CustomFieldContent>(() => contentOf(field));
  const [error, setError] = useState<ApiError | null>(null);
  const [dropping, setDropping] = useState(false);
  const change = (part: Partial<CustomFieldContent>): void => setContent({ ...content, ...part });
  const answers = {
    invalidate: STALE,
    onSuccess: onClose,
    onError: (failure: ApiError) => (failure.fields.length > 0 ? setError(failure) : report(failure)),
  };
  const create = useAction(routes.customFields.createField, answers);
  const update = useAction(routes.customFields.updateField, answers);
  const drop = useAction(routes.customFields.dropField, { invalidate: STALE, onSuccess: onClose });
  const problem = (path: string): string | undefined =>
    error?.fields.find((one) => one.path.split('.').includes(path))?.message;
  const isChoice = identity.type === 'select' || identity.type === 'multiSelect';
  const save = (): void => {
    setError(null);
    const body = { ...content, options: isChoice ? content.options : [] };
    if (field) update.run({ params: { id: field.id }, body: { ...body, version: field.version } });
    else create.run({ params: { entity: meta.entity }, body: { ...body, ...identity } });
  };
  if (dropping && field)
    return (
      <ConfirmPanel
        danger
        title={t('dropTitle', { field: field.labelEn })}
        message={t('dropMessage')}
        confirmLabel={t('drop')}
        pending={drop.pending}
        onConfirm={() => drop.run({ params: { id: field.id } })}
        onClose={() => setDropping(false)}
      />
    );
  return (
    <SidePanel
      title={field ? field.key : t('newField')}
      onClose={onClose}
      footer={
        <>
          {field && <Button onClick={() => setDropping(true)}>{t('drop')}</Button>}
          <Button variant="filled" loading={create.pending || update.pending} onClick={save}>
            {t(field ? 'save' : 'create')}
          </Button>
        </>
      }
    >
      <Stack gap="sm">
        {(['labelEn', 'labelRu'] as const).map((key) => (
          <TextInput
            key={key}
            withAsterisk
            data-autofocus={key === 'labelEn' || undefined}
            label={t(key)}
            value={content[key]}
            error={problem(key)}
            onChange={(event) => change({ [key]: event.currentTarget.value })}
          />
        ))}
        <TextInput
          withAsterisk
          disabled={field !== null}
          label={t('key')}
          description={t('keyHint')}
          value={identity.key}
          error={problem('key')}
          onChange={(event) => setIdentity({ ...identity, key: event.currentTarget.value })}
        />
        <NativeSelect
          disabled={field !== null}
          label={t('type')}
          value={identity.type}
          data={FIELD_TYPES.map((type) => ({ value: type, label: t(`types.${type}`) }))}
          onChange={(event) => {
            const type = event.currentTarget.value as FieldType;
            setIdentity({ ...identity, type, referenceEntity: type === 'reference' ? 'account' : null });
            if (!UNIQUE_TYPES.includes(type)) change({ isUnique: false });
          }}
        />
        {identity.type === 'reference' && (
          <NativeSelect
            disabled={field !== null}
            label={t('reference')}
            value={identity.referenceEntity ?? 'account'}
            error={problem('referenceEntity')}
            data={kinds.map((one) => ({ value: one.entity, label: localized(one.label) }))}
            onChange={(event) => setIdentity({ ...identity, referenceEntity: event.currentTarget.value })}
          />
        )}
        {isChoice && (
          <OptionList
            options={content.options}
            error={problem('options')}
            onChange={(options) => change({ options })}
          />
        )}
        <NativeSelect
          label={t('section')}
          value={content.section}
          data={SECTIONS.map((section) => ({ value: section, label: t(`sections.${section}`) }))}
          onChange={(event) => change({ section: event.currentTarget.value as (typeof SECTIONS)[number] })}
        />
        {SWITCHES.filter((key) => key !== 'isUnique' || UNIQUE_TYPES.includes(identity.type)).map((key) => (
          <Checkbox
            key={key}
            label={t(key)}
            // What a field refers to lists what points to it, which asks for an index.
            disabled={key === 'isIndexed' && identity.type === 'reference'}
            checked={content[key] || (key === 'isIndexed' && identity.type === 'reference')}
            error={problem(key)}
            onChange={(event) => change({ [key]: event.currentTarget.checked })}
          />
        ))}
        {(['visibleIf', 'requiredIf'] as const).map((key) => (
          <ConditionList
            key={key}
            label={t(key)}
            emptyLabel={t(key === 'visibleIf' ? 'always' : 'never')}
            fields={meta.fields.filter((one) => one.key !== identity.key)}
            conditions={content[key] ?? []}
            error={problem(key)}
            onChange={(conditions) => change({ [key]: conditions.length > 0 ? conditions : null })}
          />
        ))}
      </Stack>
    </SidePanel>
  );
}

function contentOf(field: CustomField | null): CustomFieldContent {
  if (!field) return emptyField;
  const { labelEn, labelRu, section, required, isUnique, isIndexed, isSearched, inList } = field;
  const { visibleIf, requiredIf, options } = field;
  return {
    labelEn,
    labelRu,
    section,
    required,
    isUnique,
    isIndexed,
    isSearched,
    inList,
    visibleIf,
    requiredIf,
    options,
  };
}
