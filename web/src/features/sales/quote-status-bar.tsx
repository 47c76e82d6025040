import type { FieldMeta, RecordView } from '#contract';
import { StatusBar } from '../records/status-bar.tsx';
import { useAcceptQuote } from './use-accept-quote.ts';

interface QuoteStatusBarProps {
  readonly field: FieldMeta;
  readonly record: RecordView;
}

/** The states of a quote: "accepted" makes the order, just as its button does. */
export function QuoteStatusBar({ field, record }: QuoteStatusBarProps) {
  const accept = useAcceptQuote(record);
  return (
    <StatusBar
      field={field}
      record={record}
      pending={accept.pending}
      instead={{ accepted: () => accept.run({ params: { id: record.id } }) }}
    />
  );
}
