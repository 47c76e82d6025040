import { Button, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type RecordView } from '#contract';
import { useAction, useRoute } from '../../client/index.ts';
import { formatDate, formatMoney } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { useChoices } from '../records/use-choices.ts';
import { dateFormat } from '../../ui/date-values.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { productNow } from '../../ui/product-clock.ts';
import { Section } from '../../ui/section.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { ActionSign } from '../../ui/actions/action-button.tsx';
import classes from './sales.module.css';

/** What was paid for an order. */
export function PaymentsBlock({ record }: { readonly record: RecordView }) {
  const { t } = useTranslation('sales');
  const locale = useLocale();
  const [adding, setAdding] = useState(false);
  const payments = useRoute(routes.orders.payments, { params: { id: record.id } });
  const currency = String(record.fields['currency']);
  const methods = useChoices('payment.method');
  return (
    <Section
      title={t('payments.title')}
      actions={
        record.rights.edit && (
          <ActionSign
            iconSize={16}
            action={{
              name: 'add-payment',
              label: t('payments.add'),
              icon: IconPlus,
              run: () => setAdding(true),
            }}
          />
        )
      }
    >
      <Loaded query={payments} compact>
        {({ items }) => (
          <>
            {items.length === 0 && (
              <Text size="sm" c="dimmed">
                {t('payments.none')}
              </Text>
            )}
            <ul className={classes.list}>
              {items.map((one) => (
                <li key={one.id}>
                  <span className={classes.grow}>
                    {formatMoney(locale, one.amount, currency)}
                    <div className={classes.dim}>
                      {[formatDate(locale, one.paidOn), methods.nameOf(one.method), one.reference]
                        .filter(Boolean)
                        .join(', ')}
                    </div>
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
      </Loaded>
      {adding && <AddPayment record={record} onClose={() => setAdding(false)} />}
    </Section>
  );
}

function AddPayment({ record, onClose }: { readonly record: RecordView; readonly onClose: () => void }) {
  const { t } = useTranslation(['sales', 'common']);
  const open = Number(record.fields['total'] ?? 0) - Number(record.fields['paidTotal'] ?? 0);
  const [amount, setAmount] = useState<number | null>(open > 0 ? Math.round(open * 100) / 100 : null);
  const [paidOn, setPaidOn] = useState<string | null>(productNow().toISOString().slice(0, 10));
  const methods = useChoices('payment.method').data;
  const [chosen, setMethod] = useState<string | null>(null);
  const method = chosen ?? methods[0]?.value ?? '';
  const [reference, setReference] = useState('');
  const add = useAction(routes.orders.addPayment, {
    invalidate: [
      routes.orders.payments,
      routes.records.getRecord,
      routes.records.timeline,
      routes.records.listRecords,
    ],
    onSuccess: onClose,
  });
  const submit = (): void => {
    if (amount === null || paidOn === null) return;
    add.run({
      params: { id: record.id },
      body: { amount, paidOn, method, reference: reference.trim() || null },
    });
  };
  return (
    <SidePanel
      title={t('sales:payments.add')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button
            variant="filled"
            disabled={!amount || paidOn === null || method === ''}
            loading={add.pending}
            onClick={submit}
          >
            {t('common:actions.save')}
          </Button>
        </>
      }
    >
      <Stack gap="sm">
        <NumberInput
          label={t('sales:payments.amount')}
          decimalScale={2}
          thousandSeparator=" "
          value={amount ?? ''}
          onChange={(value) => setAmount(value === '' ? null : Number(value))}
        />
        <DateInput
          label={t('sales:payments.paidOn')}
          valueFormat={dateFormat}
          value={paidOn}
          onChange={setPaidOn}
        />
        <Select
          label={t('sales:payments.method')}
          allowDeselect={false}
          data={methods}
          value={method}
          onChange={(value) => value && setMethod(value)}
        />
        <TextInput
          label={t('sales:payments.reference')}
          maxLength={200}
          value={reference}
          onChange={(event) => setReference(event.currentTarget.value)}
        />
      </Stack>
    </SidePanel>
  );
}
