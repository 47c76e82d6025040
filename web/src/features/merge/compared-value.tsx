import type { FieldMeta, RecordView } from '#contract';
import { FieldValue } from '../records/field-value.tsx';

const LINKED: readonly FieldMeta['type'][] = ['phone', 'email', 'url'];

interface ComparedValueProps {
  readonly field: FieldMeta;
  readonly value: unknown;
  /** Whose value it is: it knows what references are called. */
  readonly record: RecordView | undefined;
}

/** A value among which is chosen. A link within a choice would be followed instead of chosen. */
export function ComparedValue({ field, value, record }: ComparedValueProps) {
  if (LINKED.includes(field.type) && typeof value === 'string') return value;
  return <FieldValue field={field} value={value} link={record?.links[field.key] ?? null} dense />;
}
