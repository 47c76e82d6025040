import { Autocomplete } from '@mantine/core';
import { useDesignerScope } from '../designer-context.ts';
import { useCommitted } from './use-committed.ts';

interface VariableFieldProps {
  readonly label: string;
  readonly value: string | null;
  readonly onCommit: (value: string | null) => void;
  readonly description?: string;
  readonly placeholder?: string;
  readonly required?: boolean;
}

/** The name of a variable: one that the process has, or a new one. */
export function VariableField({ value, onCommit, label, required, ...props }: VariableFieldProps) {
  const { variables } = useDesignerScope();
  const name = useCommitted(value ?? '', (next) => onCommit(next.trim() || null));
  return (
    <Autocomplete
      {...props}
      label={label}
      withAsterisk={required}
      data={[...variables]}
      value={name.value}
      onChange={name.set}
      onOptionSubmit={(next) => name.commit(next)}
      onBlur={() => name.commit()}
      onKeyDown={(event) => event.key === 'Enter' && name.commit()}
    />
  );
}
