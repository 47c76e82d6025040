import { Textarea, TextInput } from '@mantine/core';
import type { KeyboardEvent, ReactNode } from 'react';
import { useCommitted } from './use-committed.ts';

interface TextFieldProps {
  readonly label: string;
  readonly value: string | null;
  readonly onCommit: (value: string | null) => void;
  readonly description?: string;
  readonly placeholder?: string;
  readonly error?: string;
  readonly required?: boolean;
  readonly multiline?: boolean;
  readonly mono?: boolean;
  readonly maxLength?: number;
  readonly hideLabel?: boolean;
  readonly rightSection?: ReactNode;
  readonly rightSectionWidth?: number;
}

/** A text of an element: handed over on blur or Enter (Ctrl+Enter in a long one). */
export function TextField(props: TextFieldProps) {
  const { label, hideLabel, multiline, mono } = props;
  const text = useCommitted(props.value ?? '', (next) => props.onCommit(next.trim() === '' ? null : next));
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (!multiline || event.ctrlKey || event.metaKey)) text.commit();
  };
  const shared = {
    label: hideLabel ? undefined : label,
    'aria-label': hideLabel ? label : undefined,
    description: props.description,
    placeholder: props.placeholder,
    error: props.error,
    withAsterisk: props.required,
    maxLength: props.maxLength,
    rightSection: props.rightSection,
    rightSectionWidth: props.rightSectionWidth,
    value: text.value,
    onBlur: () => text.commit(),
    onKeyDown,
    styles: mono
      ? { input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12.5 } }
      : undefined,
  };
  return multiline ? (
    <Textarea
      {...shared}
      autosize
      minRows={2}
      maxRows={12}
      onChange={(event) => text.set(event.currentTarget.value)}
    />
  ) : (
    <TextInput {...shared} onChange={(event) => text.set(event.currentTarget.value)} />
  );
}
