import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { routes, type RecordView } from '#contract';
import { paths } from '../../app/paths.ts';
import { useAction, type Action } from '../../client/index.ts';

/** The customer accepts a quote: it becomes an order, which is opened. */
export function useAcceptQuote(record: RecordView): Action<typeof routes.orders.acceptQuote> {
  const { t } = useTranslation('sales');
  const navigate = useNavigate();
  return useAction(routes.orders.acceptQuote, {
    invalidate: [
      routes.records.getRecord,
      routes.records.listRecords,
      routes.records.related,
      routes.records.timeline,
      routes.sales.recordPath,
    ],
    onSuccess: (order) => {
      notifications.show({ message: t('quote.accepted', { number: record.number }), color: 'accent' });
      void navigate(paths.record('order', order.id));
    },
  });
}
