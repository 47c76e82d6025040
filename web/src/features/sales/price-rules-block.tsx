import { ActionIcon, Button, NumberInput, Select, Text } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 as uuid } from 'uuid';
import { routes, type PriceRule, type RecordView } from '#contract';
import { useAction, useReportError, useRoute, type ApiError } from '../../client/index.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { RecordPicker } from '../../ui/pickers/record-picker.tsx';
import { Section } from '../../ui/section.tsx';
import classes from './sales.module.css';

interface RuleValues {
  readonly key: string;
  readonly productId: string | null;
  readonly productName: string;
  readonly qtyMin: number;
  readonly kind: 'price' | 'discount';
  readonly value: number | null;
}

function valuesOf({ productId, productName, qtyMin, price, discountPct }: PriceRule): RuleValues {
  const kind = price === null ? 'discount' : 'price';
  return { key: `${productId} ${qtyMin}`, productId, productName, qtyMin, kind, value: price ?? discountPct };
}

/** What products cost by a price list: a price or a discount, from a quantity on. */
export function PriceRulesBlock({ record }: { readonly record: RecordView }) {
  const { t } = useTranslation('sales');
  const rules = useRoute(routes.orders.priceRules, { params: { id: record.id } });
  return (
    <div className={classes.block}>
      <Section title={t('prices.title')} count={rules.data?.items.length}>
        <Loaded query={rules} compact>
          {({ items }) => <RulesEditor key={JSON.stringify(items)} record={record} known={items} />}
        </Loaded>
      </Section>
    </div>
  );
}

function RulesEditor({
  record,
  known,
}: {
  readonly record: RecordView;
  readonly known: readonly PriceRule[];
}) {
  const { t } = useTranslation(['sales', 'common']);
  const report = useReportError();
  const [saved] = useState(() => known.map(valuesOf));
  const [rules, setRules] = useState<readonly RuleValues[]>(saved);
  const [problems, setProblems] = useState<ApiError['fields']>([]);
  const save = useAction(routes.orders.savePriceRules, {
    invalidate: [routes.orders.priceRules, routes.records.timeline],
    onSuccess: () => setProblems([]),
    onError: (error: ApiError) => (error.fields.length > 0 ? setProblems(error.fields) : report(error)),
  });
  const change = (at: number, part: Partial<RuleValues>): void =>
    setRules(rules.map((rule, index) => (index === at ? { ...rule, ...part } : rule)));
  const add = (): void =>
    setRules([
      ...rules,
      { key: uuid(), productId: null, productName: '', qtyMin: 0, kind: 'price', value: null },
    ]);
  const wanted = rules.flatMap(({ productId, qtyMin, kind, value }) =>
    productId === null
      ? []
      : [
          {
            productId,
            qtyMin,
            price: kind === 'price' ? value : null,
            discountPct: kind === 'discount' ? value : null,
          },
        ],
  );
  return (
    <>
      <Text size="sm" c="dimmed">
        {t(rules.length === 0 ? 'sales:prices.none' : 'sales:prices.hint')}
      </Text>
      {rules.length > 0 && (
        <div
          className={`${classes.lines} ${classes.prices}`}
          tabIndex={0}
          role="group"
          aria-label={t('sales:prices.title')}
        >
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{t('sales:lines.product')}</th>
                <th scope="col" className={classes.end}>
                  {t('sales:prices.from')}
                </th>
                <th scope="col" className={classes.end}>
                  {t('sales:prices.value')}
                </th>
                <th scope="col" aria-label={t('sales:prices.kind')} />
                {record.rights.edit && <th aria-label={t('common:actions.remove')} />}
              </tr>
            </thead>
            <tbody>
              {rules.map((rule, at) => (
                <RuleRow
                  key={rule.key}
                  number={at + 1}
                  rule={rule}
                  editable={record.rights.edit}
                  currency={String(record.fields['currency'] ?? '')}
                  problem={
                    problems.find(({ path }) => path.replace(/^body\./, '').startsWith(`rules.${at}`))
                      ?.message
                  }
                  onChange={(part) => change(at, part)}
                  onRemove={() => setRules(rules.filter((_, index) => index !== at))}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {record.rights.edit && (
        <div className={classes.foot}>
          <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={add}>
            {t('sales:prices.add')}
          </Button>
          {rules !== saved && (
            <>
              <Button onClick={() => setRules(saved)}>{t('common:actions.cancel')}</Button>
              <Button
                variant="filled"
                loading={save.pending}
                disabled={rules.some((rule) => rule.productId === null)}
                onClick={() => save.run({ params: { id: record.id }, body: { rules: wanted } })}
              >
                {t('sales:prices.save')}
              </Button>
            </>
          )}
        </div>
      )}
    </>
  );
}

interface RuleRowProps {
  readonly number: number;
  readonly rule: RuleValues;
  readonly editable: boolean;
  readonly currency: string;
  readonly problem: string | undefined;
  readonly onChange: (part: Partial<RuleValues>) => void;
  readonly onRemove: () => void;
}

function RuleRow({ number, rule, editable, currency, problem, onChange, onRemove }: RuleRowProps) {
  const { t } = useTranslation('sales');
  if (!editable)
    return (
      <tr>
        <td>{rule.productName}</td>
        <td className={classes.end} data-label={t('prices.from')}>
          {rule.qtyMin}
        </td>
        <td className={classes.end} data-label={t('prices.value')}>
          {rule.value}
        </td>
        <td>{rule.kind === 'price' ? currency : '%'}</td>
      </tr>
    );
  return (
    <tr>
      <td style={{ minWidth: 120 }}>
        <RecordPicker
          entity="product"
          ariaLabel={`${t('lines.product')}, ${number}`}
          value={rule.productId}
          valueTitle={rule.productName}
          error={problem}
          onChange={(productId) => onChange({ productId, productName: '' })}
        />
      </td>
      <td className={classes.end} data-label={t('prices.from')} style={{ minWidth: 60, width: 64 }}>
        <NumberInput
          aria-label={`${t('prices.from')}, ${number}`}
          hideControls
          min={0}
          decimalScale={3}
          styles={{ input: { textAlign: 'right' } }}
          value={rule.qtyMin}
          onChange={(value) => onChange({ qtyMin: Number(value) || 0 })}
        />
      </td>
      <td className={classes.end} data-label={t('prices.value')} style={{ minWidth: 80, width: 96 }}>
        <NumberInput
          aria-label={`${t('prices.value')}, ${number}`}
          hideControls
          min={0}
          max={rule.kind === 'discount' ? 100 : undefined}
          decimalScale={2}
          thousandSeparator=" "
          styles={{ input: { textAlign: 'right' } }}
          value={rule.value ?? ''}
          onChange={(value) => onChange({ value: value === '' ? null : Number(value) })}
        />
      </td>
      <td style={{ minWidth: 80, width: 84 }}>
        <Select
          aria-label={`${t('prices.kind')}, ${number}`}
          allowDeselect={false}
          data={(['price', 'discount'] as const).map((value) => ({
            value,
            label: value === 'price' ? currency : '%',
          }))}
          value={rule.kind}
          onChange={(kind) => onChange({ kind: kind === 'discount' ? 'discount' : 'price', value: null })}
        />
      </td>
      <td className={classes.remove}>
        <ActionIcon aria-label={t('prices.remove', { number })} onClick={onRemove}>
          <IconX size={14} />
        </ActionIcon>
      </td>
    </tr>
  );
}
