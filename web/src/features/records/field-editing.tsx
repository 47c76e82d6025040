import type { FieldMeta, RecordView } from '#contract';
import { FieldConflict } from './field-conflict.tsx';
import { FieldEditor } from './field-editor.tsx';
import type { FieldEdit } from './use-field-edit.ts';

interface FieldEditingProps {
  readonly field: FieldMeta;
  readonly record: RecordView;
  readonly edit: FieldEdit;
  readonly onSave?: (value: unknown) => void;
  readonly onSaveNext?: (value: unknown) => void;
  readonly onCancel: () => void;
  /** In a cell there is no room for buttons; the keys do the same. */
  readonly bare?: boolean;
}

/** A field while it is edited; when somebody else saved it in between, the choice between both values. */
export function FieldEditing({ field, record, edit, onSave = edit.save, ...keys }: FieldEditingProps) {
  if (edit.conflict)
    return (
      <FieldConflict
        field={field}
        conflict={edit.conflict}
        onMine={edit.keepMine}
        onTheirs={edit.takeTheirs}
      />
    );
  return (
    <FieldEditor
      field={field}
      value={record.fields[field.key]}
      linkTitle={record.links[field.key]?.title}
      error={edit.error}
      pending={edit.pending}
      onSave={onSave}
      {...keys}
    />
  );
}
