import { ActionIcon } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useState, type KeyboardEvent, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldMeta, RecordView } from '#contract';
import { useEditingSign } from '../../client/index.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { FieldEditing } from './field-editing.tsx';
import { FieldValue } from './field-value.tsx';
import { currencyOf } from './field-values.ts';
import { useFieldEdit } from './use-field-edit.ts';
import { usePageActions } from '../../ui/actions/page-actions.ts';
import classes from './field-sections.module.css';

interface EditableFieldProps {
  readonly field: FieldMeta;
  readonly record: RecordView;
}

/** A field that is read, and edited in place: Enter or a click opens it, Enter keeps, Esc gives back. */
export function EditableField({ field, record }: EditableFieldProps) {
  const { t } = useTranslation('records');
  const localized = useLocalized();
  const [editing, setEditing] = useState(false);
  const edit = useFieldEdit(field, record, () => setEditing(false));
  useEditingSign({ kind: 'record', entity: record.entity, id: record.id }, editing);
  const editable = record.rights.edit && !field.readOnly;
  const label = localized(field.label);
  const open = (event: MouseEvent | KeyboardEvent): void => {
    if (!editable || (event.target instanceof Element && event.target.closest('a'))) return;
    setEditing(true);
  };
  usePageActions([
    editable && {
      name: `edit-${field.key}`,
      label: t('page.editField', { name: label }),
      icon: IconPencil,
      isDetail: true,
      run: () => setEditing(true),
    },
  ]);
  return (
    <div className={classes.field} data-tall={field.type === 'longText' || undefined}>
      <dt className={classes.label}>{label}</dt>
      <dd className={classes.content}>
        {edit.conflict || editing ? (
          <FieldEditing
            field={field}
            record={record}
            edit={edit}
            onCancel={() => {
              edit.forget();
              setEditing(false);
            }}
          />
        ) : (
          <div className={classes.value} data-editable={editable || undefined} onClick={open}>
            <span className={classes.inner}>
              <FieldValue
                field={field}
                value={record.fields[field.key]}
                link={record.links[field.key]}
                currency={currencyOf(field, record.fields)}
              />
            </span>
            {editable && (
              <ActionIcon
                size={22}
                className={classes.pencil}
                data-shortcut="KeyE"
                aria-label={t('page.editField', { name: label })}
                onClick={open}
              >
                <IconPencil size={14} />
              </ActionIcon>
            )}
          </div>
        )}
      </dd>
    </div>
  );
}
