import { ActionIcon, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { FieldSettings } from './field-settings.tsx';
import type { FieldDraft } from './form-model.ts';
import type { RecordVariable } from './record-fields.ts';
import classes from './form-builder.module.css';

interface FieldEditorProps {
  readonly field: FieldDraft;
  readonly others: readonly FieldDraft[];
  /** Records that it may be tied to. */
  readonly records: readonly RecordVariable[];
  readonly isOpen: boolean;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onToggle: () => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onCommit: (field: FieldDraft | null) => void;
}

/** One field as a row; open, with all its settings. */
export function FieldEditor(props: FieldEditorProps) {
  const { field, others, records, isOpen, onMove, onCommit } = props;
  const { t } = useTranslation('designer');
  const name = field.label || field.key || field.rawType;
  return (
    <div className={classes.field} data-open={isOpen || undefined} role="group" aria-label={name}>
      <div className={classes.head}>
        <UnstyledButton
          className={classes.toggle}
          aria-expanded={isOpen}
          disabled={field.type === null}
          onClick={props.onToggle}
        >
          <span className={classes.name}>
            {name}
            {field.required && <span aria-hidden> *</span>}
          </span>
          <span className={classes.type}>{field.type ? t(`form.types.${field.type}`) : field.rawType}</span>
        </UnstyledButton>
        <ActionIcon
          size={28}
          disabled={props.isFirst}
          aria-label={t('list.up', { name })}
          onClick={() => onMove(-1)}
        >
          <IconArrowUp size={15} />
        </ActionIcon>
        <ActionIcon
          size={28}
          disabled={props.isLast}
          aria-label={t('list.down', { name })}
          onClick={() => onMove(1)}
        >
          <IconArrowDown size={15} />
        </ActionIcon>
        <ActionIcon size={28} aria-label={t('list.remove', { name })} onClick={() => onCommit(null)}>
          <IconTrash size={15} />
        </ActionIcon>
      </div>
      {isOpen && field.type !== null && (
        <FieldSettings field={field} others={others} records={records} onCommit={onCommit} />
      )}
    </div>
  );
}
