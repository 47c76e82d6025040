import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { routes, type RecordView } from '#contract';
import { useRoute } from '../../client/index.ts';
import { useAcceptQuote } from './use-accept-quote.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import classes from './sales.module.css';

/** A quote that was accepted on a board or by a batch has no order yet: here is the way on. */
export function AcceptedQuote({ record }: { readonly record: RecordView }) {
  const { t } = useTranslation('sales');
  const accept = useAcceptQuote(record);
  const items = [
    { field: 'quote', operator: 'eq', value: record.id },
    { field: 'status', operator: 'ne', value: 'cancelled' },
  ];
  const orders = useRoute(routes.records.listRecords, {
    params: { entity: 'order' },
    query: { filter: JSON.stringify({ op: 'and', items }), limit: 1 },
  });
  if (!orders.data || orders.data.items.length > 0) return null;
  return (
    <div className={classes.block}>
      <Text size="sm" c="dimmed" mb="xs">
        {t('quote.noOrder')}
      </Text>
      <ActionButton
        variant="filled"
        fullWidth
        loading={accept.pending}
        action={{
          name: 'quote-order',
          label: t('quote.makeOrder'),
          run: () => accept.run({ params: { id: record.id } }),
        }}
      />
    </div>
  );
}
