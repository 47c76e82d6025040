import { IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { EntityMeta, FieldMeta, RecordView } from '#contract';
import { pressMarked } from '../../app/shell/use-shell-shortcuts.ts';
import { fieldsFor } from './field-conditions.ts';
import { EditableField } from './editable-field.tsx';
import { usePageActions } from '../../ui/actions/page-actions.ts';
import classes from './field-sections.module.css';

const SECTIONS: readonly FieldMeta['section'][] = ['main', 'contact', 'details', 'system'];

/** Shown in the head of the record. */
const OUTSIDE: readonly string[] = ['number', 'tags'];

interface FieldSectionsProps {
  readonly meta: EntityMeta;
  readonly record: RecordView;
}

/** The fields of a record in their sections, each edited where it stands. */
export function FieldSections({ meta, record }: FieldSectionsProps) {
  const { t } = useTranslation(['records', 'shell']);
  const shown = fieldsFor(meta.fields, record.fields);
  usePageActions([
    record.rights.edit && {
      name: 'edit',
      label: t('shell:shortcuts.editFirst'),
      icon: IconPencil,
      shortcut: 'e',
      run: () => pressMarked('KeyE'),
    },
  ]);
  return (
    <div className={classes.root}>
      {SECTIONS.map((section) => {
        const fields = shown.filter((field) => field.section === section && !OUTSIDE.includes(field.key));
        if (fields.length === 0) return null;
        return (
          <section key={section} className={classes.section} aria-labelledby={`section-${section}`}>
            <h2 id={`section-${section}`} className={classes.heading}>
              {t(`records:page.sections.${section}`)}
            </h2>
            <dl className={classes.list}>
              {fields.map((field) => (
                <EditableField key={field.key} field={field} record={record} />
              ))}
            </dl>
          </section>
        );
      })}
    </div>
  );
}
