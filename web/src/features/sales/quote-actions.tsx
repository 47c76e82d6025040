import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { routes, type RecordView } from '#contract';
import { paths } from '../../app/paths.ts';
import { useAction } from '../../client/index.ts';
import classes from './sales.module.css';

/** The next thing to do with a deal or a quote on the way to an order. */
export function QuoteActions({ record }: { readonly record: RecordView }) {
  const { t } = useTranslation('sales');
  const navigate = useNavigate();
  const stale = {
    invalidate: [
      routes.records.getRecord,
      routes.records.listRecords,
      routes.records.related,
      routes.records.timeline,
      routes.sales.recordPath,
    ],
  };
  const accept = useAction(routes.orders.acceptQuote, {
    ...stale,
    onSuccess: (order) => {
      notifications.show({ message: t('quote.accepted', { number: record.number }), color: 'accent' });
      void navigate(paths.record('order', order.id));
    },
  });
  const make = useAction(routes.records.createRecord, {
    ...stale,
    onSuccess: (quote) => void navigate(paths.record('quote', quote.id)),
  });
  if (!record.rights.edit) return null;
  if (record.entity === 'quote' && record.fields['status'] === 'sent')
    return (
      <div className={classes.block}>
        <Button
          variant="filled"
          fullWidth
          loading={accept.pending}
          onClick={() => accept.run({ params: { id: record.id } })}
        >
          {t('quote.accept')}
        </Button>
      </div>
    );
  if (record.entity !== 'deal' || record.fields['closedAt'] !== null) return null;
  return (
    <div className={classes.block}>
      <Button
        fullWidth
        loading={make.pending}
        onClick={() =>
          make.run({
            params: { entity: 'quote' },
            body: { fields: { deal: record.id, owner: record.fields['owner'] } },
          })
        }
      >
        {t('quote.make')}
      </Button>
    </div>
  );
}
