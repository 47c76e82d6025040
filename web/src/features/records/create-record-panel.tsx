import { Button, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { duplicateMatches, routes, type DuplicateMatches, type EntityMeta, type RecordView } from '#contract';
import { paths } from '../../app/paths.ts';
import { useMe } from '../../app/me-context.ts';
import { useAction, useReportError, type ApiError } from '../../client/index.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { SidePanel } from '../../ui/side-panel.tsx';
import { RowsSkeleton } from '../../ui/skeletons.tsx';
import { fieldsFor } from './field-conditions.ts';
import { FieldInput } from './field-input.tsx';
import { isBlank } from './field-values.ts';
import { PossibleDuplicates } from './possible-duplicates.tsx';
import { useEntity } from './use-entity.ts';
import { usePossibleDuplicates } from './use-possible-duplicates.ts';

/** As the server asks for. */
const REASON_LENGTH_MIN = 3;

interface CreateRecordPanelProps {
  readonly entity: string;
  readonly initial?: Readonly<Record<string, unknown>>;
  /** Names of the records that the initial values refer to, by field. */
  readonly titles?: Readonly<Record<string, string>>;
  /** Instead of going to the new record: who made it stays where he is. */
  readonly onMade?: (record: RecordView) => void;
  readonly onClose: () => void;
}

export function CreateRecordPanel({ entity, initial, onClose, ...more }: CreateRecordPanelProps) {
  const { t } = useTranslation('records');
  const meta = useEntity(entity);
  if (meta) return <CreateForm meta={meta} initial={initial ?? {}} onClose={onClose} {...more} />;
  return (
    <SidePanel title={t('create.loading')} onClose={onClose}>
      <RowsSkeleton rows={5} />
    </SidePanel>
  );
}

interface CreateFormProps extends Pick<CreateRecordPanelProps, 'titles' | 'onMade' | 'onClose'> {
  readonly meta: EntityMeta;
  readonly initial: Readonly<Record<string, unknown>>;
}

/** A form made from the entity's metadata: what is needed first, the rest on demand. */
function CreateForm({ meta, initial, titles, onMade, onClose }: CreateFormProps) {
  const { t } = useTranslation(['records', 'common', 'form']);
  const localized = useLocalized();
  const navigate = useNavigate();
  const report = useReportError();
  const me = useMe();
  const writable = meta.fields.filter((field) => !field.readOnly || field.setAtCreation);
  const owner = writable.some((field) => field.key === 'owner') ? { owner: me.user.id } : {};
  const [values, setValues] = useState<Record<string, unknown>>({ ...owner, ...initial });
  const fields = fieldsFor(writable, values);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [all, setAll] = useState(false);
  const found = usePossibleDuplicates(meta.entity, values);
  // What the server found on saving counts until something is typed again.
  const [refused, setRefused] = useState<DuplicateMatches | null>(null);
  const resembled = refused ?? found;
  const [reason, setReason] = useState('');
  const create = useAction(routes.records.createRecord, {
    invalidate: [
      routes.records.listRecords,
      routes.records.related,
      routes.records.relations,
      routes.records.timeline,
      routes.tasks.calendar,
    ],
    onSuccess: (record) => {
      notifications.show({ message: t('records:create.done', { name: record.title }), color: 'accent' });
      onClose();
      if (onMade) onMade(record);
      else void navigate(paths.record(record.entity, record.id));
    },
    onError: (error: ApiError) => {
      const duplicates = error.code === 'CRM_DUPLICATE_FOUND' ? matchesFrom(error.details) : null;
      if (duplicates) return setRefused(duplicates);
      const byField = Object.fromEntries(
        error.fields.map((field) => [field.path.replace(/^(body\.)?fields\./, ''), field.message]),
      );
      setErrors(byField);
      if (error.fields.length === 0) report(error);
    },
  });
  const isFirst = (field: (typeof fields)[number]): boolean =>
    field.required ||
    field.section === 'main' ||
    field.section === 'contact' ||
    field.key in initial ||
    field.key in errors;
  const shown = all ? fields : fields.filter(isFirst);
  const submit = (): void => {
    // Choices have a default on the server; what must be typed must be typed.
    const missing = fields.filter(
      (field) => field.required && field.type !== 'select' && isBlank(values[field.key]),
    );
    setErrors(Object.fromEntries(missing.map((field) => [field.key, t('form:required')])));
    if (missing.length > 0) return;
    const shownKeys = new Set(fields.map((field) => field.key));
    const filled = Object.entries(values).filter(([key, value]) => shownKeys.has(key) && !isBlank(value));
    const because = reason.trim();
    create.run({
      params: { entity: meta.entity },
      body: {
        fields: Object.fromEntries(filled),
        ...(resembled.blocks && because.length >= REASON_LENGTH_MIN && { createAnyway: { reason: because } }),
      },
    });
  };
  return (
    <SidePanel
      title={t('records:create.title', { name: localized(meta.label) })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button
            variant="filled"
            loading={create.pending}
            disabled={resembled.blocks && reason.trim().length < REASON_LENGTH_MIN}
            onClick={submit}
          >
            {t('common:actions.create')}
          </Button>
        </>
      }
    >
      <Stack gap="sm">
        {shown.map((field, at) => (
          <FieldInput
            key={field.key}
            // A choice left open takes the server's default.
            field={field.type === 'select' ? { ...field, required: false } : field}
            showLabel
            autoFocus={at === 0}
            value={values[field.key]}
            linkTitle={titles?.[field.key]}
            error={errors[field.key]}
            onChange={(value) => {
              setValues({ ...values, [field.key]: value });
              setRefused(null);
              setErrors(({ [field.key]: _mended, ...rest }) => rest);
            }}
          />
        ))}
        {shown.length < fields.length && (
          <Button variant="subtle" color="gray" onClick={() => setAll(true)}>
            {t('records:create.allFields')}
          </Button>
        )}
        <PossibleDuplicates entity={meta.entity} found={resembled} reason={reason} onReason={setReason} />
      </Stack>
    </SidePanel>
  );
}

function matchesFrom(details: unknown): DuplicateMatches | null {
  const parsed = duplicateMatches.safeParse({ ...(details as object | null), blocks: true });
  return parsed.success ? parsed.data : null;
}
