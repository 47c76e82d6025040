import type { ReactNode } from 'react';
import type { RecordView } from '#contract';
import { LinkList } from '../../features/records/link-list.tsx';
import { ProcessStrips } from '../../features/records/process-strips.tsx';
import { RelatedList } from '../../features/records/related-list.tsx';

function connected(record: RecordView): ReactNode {
  switch (record.entity) {
    case 'account':
      return (
        <>
          <LinkList record={record} side="contact" />
          <RelatedList record={record} relation="tickets" />
          <RelatedList record={record} relation="activities" />
        </>
      );
    case 'contact':
      return (
        <>
          <LinkList record={record} side="account" />
          <RelatedList record={record} relation="tickets" />
          <RelatedList record={record} relation="activities" />
        </>
      );
    case 'ticket':
      return <RelatedList record={record} relation="activities" />;
    default:
      return null;
  }
}

/** What works on the record, then what is connected with it. */
export function RecordSide({ record }: { readonly record: RecordView }) {
  return (
    <>
      <ProcessStrips record={record} />
      {connected(record)}
    </>
  );
}
