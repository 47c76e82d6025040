import { NumberInput } from '@mantine/core';
import { useCommitted } from './use-committed.ts';

interface NumberFieldProps {
  readonly label: string;
  readonly value: number | null;
  readonly onCommit: (value: number | null) => void;
  readonly description?: string;
  readonly placeholder?: string;
  readonly min?: number;
  readonly max?: number;
  readonly hideLabel?: boolean;
}

export function NumberField({ label, hideLabel, value, onCommit, ...props }: NumberFieldProps) {
  const number = useCommitted<number | ''>(value ?? '', (next) => onCommit(next === '' ? null : next));
  return (
    <NumberInput
      {...props}
      label={hideLabel ? undefined : label}
      aria-label={hideLabel ? label : undefined}
      allowDecimal={false}
      value={number.value}
      onChange={(next) => number.set(next === '' ? '' : Number(next))}
      onBlur={() => number.commit()}
      onKeyDown={(event) => event.key === 'Enter' && number.commit()}
    />
  );
}
