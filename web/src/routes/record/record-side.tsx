import type { ReactNode } from 'react';
import type { RecordView } from '#contract';
import { FilesBlock } from '../../features/collaboration/files-block.tsx';
import { LifecycleBlock } from '../../features/collaboration/lifecycle-block.tsx';
import { OrgChartBlock } from '../../features/collaboration/org-chart.tsx';
import { ConsentBlock } from '../../features/privacy/consent-block.tsx';
import { LinkList } from '../../features/records/link-list.tsx';
import { PointsBlock } from '../../features/records/points-block.tsx';
import { ProcessStrips } from '../../features/records/process-strips.tsx';
import { AboutBlock } from '../../features/records/about-block.tsx';
import { RelatedLists } from '../../features/records/related-lists.tsx';
import { DealContacts } from '../../features/sales/deal-contacts.tsx';
import { DistributionBlock } from '../../features/sales/distribution-block.tsx';
import { LeadConversion, LeadOriginBlock } from '../../features/sales/lead-blocks.tsx';
import { PaymentsBlock } from '../../features/sales/payments-block.tsx';
import { QuoteActions } from '../../features/sales/quote-actions.tsx';
import { QuoteDocument } from '../../features/sales/quote-document.tsx';
import { ClocksBlock } from '../../features/service/clocks-block.tsx';

/** What comes before everything else: the next thing to do, and what is promised. */
export function NextThing({ record }: { readonly record: RecordView }): ReactNode {
  switch (record.entity) {
    case 'lead':
      return <LeadConversion record={record} />;
    case 'ticket':
      return <ClocksBlock record={record} />;
    case 'deal':
      return <QuoteActions record={record} />;
    case 'quote':
      return (
        <>
          <QuoteActions record={record} />
          <QuoteDocument record={record} />
        </>
      );
    default:
      return null;
  }
}

/** What hangs on the record in ways of its own, before the lists of what points to it. */
function parts(record: RecordView): ReactNode {
  switch (record.entity) {
    case 'account':
      return (
        <>
          <PointsBlock record={record} entity="account" />
          <LinkList record={record} side="contact" />
          <OrgChartBlock record={record} />
        </>
      );
    case 'contact':
      return (
        <>
          <PointsBlock record={record} entity="contact" />
          <LinkList record={record} side="account" />
        </>
      );
    case 'lead':
      return (
        <>
          <DistributionBlock record={record} />
          <LeadOriginBlock record={record} />
        </>
      );
    case 'activity':
      return <AboutBlock activity={record} />;
    case 'deal':
      return <DealContacts record={record} />;
    case 'order':
      return <PaymentsBlock record={record} />;
    default:
      return null;
  }
}

/** What is known of the person, and how the record came to be what it is. */
function last(record: RecordView): ReactNode {
  switch (record.entity) {
    case 'account':
      return (
        <>
          {record.fields['kind'] === 'person' && <ConsentBlock record={record} entity="account" />}
          <LifecycleBlock record={record} />
        </>
      );
    case 'contact':
    case 'lead':
      return <ConsentBlock record={record} entity={record.entity} />;
    default:
      return null;
  }
}

/** What works on the record, then what is connected with it. */
export function RecordSide({ record }: { readonly record: RecordView }) {
  return (
    <>
      <ProcessStrips record={record} />
      {parts(record)}
      {record.entity !== 'activity' && <RelatedLists record={record} />}
      {last(record)}
      {record.entity !== 'activity' && <FilesBlock record={record} />}
    </>
  );
}
