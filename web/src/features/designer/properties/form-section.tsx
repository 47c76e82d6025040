import { Button, Text } from '@mantine/core';
import { IconForms } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ElementInfo } from '#modeler';
import { FormBuilderPanel } from '../form-builder/form-builder-panel.tsx';
import { readFormDraft } from '../form-builder/form-model.ts';
import { PropertySection } from './property-section.tsx';
import classes from './form-section.module.css';

/** What is filled in: the fields in short, and the builder. */
export function FormSection({ element }: { readonly element: ElementInfo }) {
  const { t } = useTranslation('designer');
  const [isBuilding, setBuilding] = useState(false);
  const { fields } = readFormDraft(element.form?.schema ?? null);
  return (
    <PropertySection title={t('sections.form')}>
      {fields.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('form.none')}
        </Text>
      )}
      {fields.length > 0 && (
        <ol className={classes.fields}>
          {fields.map((field) => (
            <li key={field.id} className={classes.field}>
              <span className={classes.label}>
                {field.label || field.key}
                {field.required && <span aria-hidden> *</span>}
              </span>
              <span className={classes.type}>
                {field.type ? t(`form.types.${field.type}`) : field.rawType}
                {field.required && `, ${t('form.required')}`}
                {field.record && `, ${t('form.ofRecord')}`}
              </span>
            </li>
          ))}
        </ol>
      )}
      <Button leftSection={<IconForms size={16} aria-hidden />} onClick={() => setBuilding(true)}>
        {t(fields.length === 0 ? 'form.make' : 'form.edit')}
      </Button>
      {isBuilding && <FormBuilderPanel element={element} onClose={() => setBuilding(false)} />}
    </PropertySection>
  );
}
