import { Button, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { EntityMeta, RecordPath, RecordView } from '#contract';
import { useReportError, type ApiError } from '../../client/index.ts';
import { paths } from '../../app/paths.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { SidePanel } from '../../ui/side-panel.tsx';
import { FieldInput } from '../records/field-input.tsx';
import { isBlank } from '../records/field-values.ts';
import { useUpdateRecord } from '../records/use-update-record.ts';
import classes from './sales.module.css';

interface StagePanelProps {
  readonly meta: EntityMeta;
  readonly record: RecordView;
  readonly stage: RecordPath['stages'][number];
  /** The field that holds the stage. */
  readonly field: string;
  readonly onMoved: (record: RecordView) => void;
  readonly onClose: () => void;
}

/** What a stage still needs: the fields can be filled here, and the move is made with them. */
export function StagePanel({ meta, record, stage, field, onMoved, onClose }: StagePanelProps) {
  const { t } = useTranslation(['sales', 'common']);
  const localized = useLocalized();
  const report = useReportError();
  const [values, setValues] = useState<Record<string, unknown>>({});
  const [errors, setErrors] = useState<Record<string, string>>({});
  const update = useUpdateRecord({
    onDone: onMoved,
    onError: (error: ApiError) => {
      setErrors(Object.fromEntries(error.fields.map((one) => [one.path, one.message])));
      if (error.fields.length === 0) report(error);
    },
  });
  const keys = stage.missing.flatMap((one) => one.field ?? []);
  const fields = meta.fields.filter((one) => keys.includes(one.key) && !one.readOnly);
  const others = stage.missing.filter((one) => !fields.some((known) => known.key === one.field));
  const ready = others.length === 0 && fields.every((one) => !isBlank(values[one.key]));
  return (
    <SidePanel
      title={t('sales:path.blockedTitle', { stage: localized(stage.label) })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button
            variant="filled"
            disabled={!ready}
            loading={update.pending}
            onClick={() =>
              update.run({
                params: { entity: record.entity, id: record.id },
                body: { version: record.version, fields: { ...values, [field]: stage.code } },
              })
            }
          >
            {t('sales:path.move')}
          </Button>
        </>
      }
    >
      <p>{t('sales:path.blockedHint')}</p>
      <ul className={classes.missing}>
        {stage.missing.map((one) => (
          <li key={one.text.en}>
            {one.instanceId ? (
              <Link to={paths.instance(one.instanceId)}>{localized(one.text)}</Link>
            ) : (
              localized(one.text)
            )}
          </li>
        ))}
      </ul>
      <Stack gap="sm">
        {fields.map((one, at) => (
          <FieldInput
            key={one.key}
            field={{ ...one, required: true }}
            showLabel
            autoFocus={at === 0}
            value={values[one.key]}
            error={errors[one.key]}
            onChange={(value) => setValues({ ...values, [one.key]: value })}
          />
        ))}
      </Stack>
    </SidePanel>
  );
}
