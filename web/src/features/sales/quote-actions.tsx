import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { routes, type RecordView } from '#contract';
import { paths } from '../../app/paths.ts';
import { useAction, useRoute } from '../../client/index.ts';
import { AcceptedQuote } from './accepted-quote.tsx';
import { NoApproval } from './no-approval.tsx';
import classes from './sales.module.css';
import { useAcceptQuote } from './use-accept-quote.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';

function remarkOf({ fields }: RecordView): string {
  const remark = fields['approvalRemark'];
  return typeof remark === 'string' ? remark : '';
}

/** A second pair of eyes on a quote: asked for, taken back, or there. */
function ApprovalActions(props: {
  readonly status: 'draft' | 'in_approval' | 'approved';
  readonly remark: string;
  /** The company's rule asks for it. */
  readonly isNeeded: boolean;
  readonly pending: boolean;
  readonly onMove: (status: string) => void;
}) {
  const { status, remark, isNeeded, pending, onMove } = props;
  const { t } = useTranslation('sales');
  const use = useRoute(
    routes.readyProcesses.readyProcessUse,
    { params: { processKey: 'quote-approval' } },
    { enabled: status === 'draft', staleTime: 60_000 },
  );
  const [action, next] = (
    {
      draft: ['quote.ask', 'in_approval'],
      in_approval: ['quote.takeBack', 'draft'],
      approved: ['quote.send', 'sent'],
    } as const
  )[status];
  return (
    <div className={classes.block}>
      {status === 'draft' && remark !== '' && (
        <Text size="sm" mb="xs">
          {t('quote.notApproved', { remark })}
        </Text>
      )}
      {status === 'draft' && isNeeded && (
        <Text size="sm" mb="xs">
          {t('quote.needs')}
        </Text>
      )}
      {status === 'in_approval' && (
        <Text size="sm" c="dimmed" mb="xs">
          {t('quote.waits')}
        </Text>
      )}
      {status === 'draft' && use.data?.isPublished === false && <NoApproval use={use.data} />}
      <ActionButton
        variant={status === 'draft' && isNeeded ? 'filled' : 'default'}
        fullWidth
        loading={pending}
        action={{
          name: 'quote-next',
          label: t(action),
          unavailable:
            status === 'draft' && use.data?.isPublished === false ? t('quote.noProcess') : undefined,
          run: () => onMove(next),
        }}
      />
    </div>
  );
}

/** The next thing to do with a deal or a quote on the way to an order. */
export function QuoteActions({ record }: { readonly record: RecordView }) {
  const { t } = useTranslation('sales');
  const navigate = useNavigate();
  const stale = {
    invalidate: [
      routes.records.getRecord,
      routes.records.listRecords,
      routes.records.related,
      routes.records.relations,
      routes.records.timeline,
      routes.sales.recordPath,
    ],
  };
  const accept = useAcceptQuote(record);
  const make = useAction(routes.records.createRecord, {
    ...stale,
    onSuccess: (quote) => void navigate(paths.record('quote', quote.id)),
  });
  const change = useAction(routes.records.updateRecord, stale);
  const moveTo = (status: string): void =>
    change.run({
      params: { entity: record.entity, id: record.id },
      body: { version: record.version, fields: { status } },
    });
  if (!record.rights.edit) return null;
  const status = record.entity === 'quote' ? record.fields['status'] : null;
  if (status === 'draft' || status === 'in_approval' || status === 'approved')
    return (
      <ApprovalActions
        status={status}
        remark={remarkOf(record)}
        isNeeded={record.fields['needsApproval'] === true}
        pending={change.pending}
        onMove={moveTo}
      />
    );
  if (status === 'accepted') return <AcceptedQuote record={record} />;
  if (record.entity === 'quote' && record.fields['status'] === 'sent')
    return (
      <div className={classes.block}>
        <ActionButton
          variant="filled"
          fullWidth
          loading={accept.pending}
          action={{
            name: 'quote-accept',
            label: t('quote.accept'),
            run: () => accept.run({ params: { id: record.id } }),
          }}
        />
      </div>
    );
  if (record.entity !== 'deal' || record.fields['closedAt'] !== null) return null;
  return (
    <div className={classes.block}>
      <ActionButton
        fullWidth
        loading={make.pending}
        action={{
          name: 'quote-make',
          label: t('quote.make'),
          run: () =>
            make.run({
              params: { entity: 'quote' },
              body: { fields: { deal: record.id, owner: record.fields['owner'] } },
            }),
        }}
      />
    </div>
  );
}
