import { Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { JsonForm } from '../../../ui/json-form/json-form.tsx';
import { useJsonForm } from '../../../ui/json-form/use-json-form.ts';
import classes from './form-builder.module.css';

const NO_VALUES = {};

/** The form with the very parts that a task page uses. */
export function FormPreview({ schema }: { readonly schema: string | null }) {
  const { t } = useTranslation('designer');
  const parsed = useMemo(() => parse(schema), [schema]);
  const form = useJsonForm(parsed, NO_VALUES);
  return (
    <section className={classes.preview} aria-label={t('form.preview')}>
      <h3 className={classes.caption}>{t('form.preview')}</h3>
      {form.parts.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('form.previewEmpty')}
        </Text>
      ) : (
        <JsonForm form={form} />
      )}
    </section>
  );
}

function parse(schema: string | null): unknown {
  try {
    return JSON.parse(schema ?? 'null');
  } catch {
    // Told as the finding `invalid-form`.
    return null;
  }
}
