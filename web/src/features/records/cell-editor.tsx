import { useRef, type KeyboardEvent } from 'react';
import type { FieldMeta, RecordView } from '#contract';
import { FieldEditing } from './field-editing.tsx';
import { useFieldEdit } from './use-field-edit.ts';

interface CellEditorProps {
  readonly field: FieldMeta;
  readonly record: RecordView;
  /** Over: `next` goes on to the cell beside. */
  readonly onEnd: (next: boolean) => void;
}

/** One field edited in its cell: Enter keeps, Tab keeps and goes on, Esc gives back. */
export function CellEditor({ field, record, onEnd }: CellEditorProps) {
  const goesOn = useRef(false);
  const edit = useFieldEdit(field, record, () => onEnd(goesOn.current));
  const save = (value: unknown, next: boolean): void => {
    goesOn.current = next;
    edit.save(value);
  };
  return (
    // The keys of the table must not move rows while somebody types.
    <div onKeyDown={(event: KeyboardEvent) => event.stopPropagation()}>
      <FieldEditing
        field={field}
        record={record}
        edit={edit}
        onSave={(value) => save(value, false)}
        onSaveNext={(value) => save(value, true)}
        onCancel={() => onEnd(false)}
        bare
      />
    </div>
  );
}
