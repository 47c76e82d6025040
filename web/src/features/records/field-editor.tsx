import { ActionIcon } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldMeta } from '#contract';
import { FieldInput } from './field-input.tsx';

interface FieldEditorProps {
  readonly field: FieldMeta;
  readonly value: unknown;
  readonly linkTitle: string | undefined;
  readonly error: string | undefined;
  readonly pending: boolean;
  readonly onSave: (value: unknown) => void;
  readonly onCancel: () => void;
  /** Tab keeps the value and goes on. */
  readonly onSaveNext?: (value: unknown) => void;
  /** Without buttons: in a cell there is no room, and the keys do the same. */
  readonly bare?: boolean;
}

/** Types whose choice is the whole edit: it is kept as soon as it is made. */
const AT_ONCE: readonly FieldMeta['type'][] = ['select', 'user', 'reference', 'boolean', 'date'];

export function FieldEditor(props: FieldEditorProps) {
  const { field, value, linkTitle, error, pending, onSave, onCancel, onSaveNext, bare } = props;
  const { t } = useTranslation();
  const [draft, setDraft] = useState(value);
  const atOnce = AT_ONCE.includes(field.type);
  const save = (): void => onSave(draft === '' ? null : draft);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      // The panel around must not close with the field.
      event.stopPropagation();
      event.preventDefault();
      onCancel();
    }
    if (event.key === 'Tab' && !event.shiftKey && onSaveNext) {
      event.preventDefault();
      onSaveNext(draft === '' ? null : draft);
      return;
    }
    const multiline = field.type === 'longText' && !(event.ctrlKey || event.metaKey);
    if (event.key === 'Enter' && !multiline && !atOnce) {
      event.preventDefault();
      save();
    }
  };
  return (
    <div
      style={{ display: 'flex', gap: 4, alignItems: 'flex-start' }}
      onKeyDown={onKeyDown}
      aria-busy={pending}
    >
      <div style={{ flex: 1, minWidth: 0 }}>
        <FieldInput
          field={field}
          value={draft}
          autoFocus
          error={error}
          linkTitle={linkTitle}
          onChange={(next) => {
            setDraft(next);
            if (atOnce) onSave(next);
          }}
        />
      </div>
      {!atOnce && !bare && (
        <ActionIcon aria-label={t('actions.save')} loading={pending} onClick={save}>
          <IconCheck size={16} />
        </ActionIcon>
      )}
      {!bare && (
        <ActionIcon aria-label={t('actions.cancel')} onClick={onCancel}>
          <IconX size={16} />
        </ActionIcon>
      )}
    </div>
  );
}
