import { Button, Select, SimpleGrid, Text } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type DistributionDecision } from '#contract';
import { useAction, useReportError } from '../../client/index.ts';
import { FieldInput } from '../../features/records/field-input.tsx';
import { useEntity } from '../../features/records/use-entity.ts';
import { DecisionTable } from '../../features/sales/decision-table.tsx';
import { useLocalized } from '../../i18n/use-locale.ts';
import { dateTimeFormat, instantFromLocal } from '../../ui/date-values.ts';
import { Section } from '../../ui/section.tsx';

const ASKED = ['source', 'language', 'product', 'territory', 'account'];
const ARRIVALS = ['inbound', 'import', 'process', 'person'] as const;

/** Who would get such a lead at a time, and why; nothing is written. */
export function DistributionPreview() {
  const { t } = useTranslation('distribution');
  const report = useReportError();
  const fields = (useEntity('lead')?.fields ?? []).filter(({ key }) => ASKED.includes(key));
  const [values, setValues] = useState<Record<string, unknown>>({});
  const [arrival, setArrival] = useState<(typeof ARRIVALS)[number]>('inbound');
  const [at, setAt] = useState<string | null>(null);
  const [decision, setDecision] = useState<DistributionDecision | null>(null);
  const preview = useAction(routes.distribution.previewDistribution, {
    onSuccess: setDecision,
    onError: report,
  });
  const change = (part: Record<string, unknown>): void => {
    setValues({ ...values, ...part });
    setDecision(null);
  };
  return (
    <Section title={t('preview')}>
      <SimpleGrid cols={{ base: 1, xs: 2, sm: 3 }} spacing="xs" verticalSpacing="xs">
        {fields.map((field) => (
          <FieldInput
            key={field.key}
            showLabel
            field={{ ...field, required: false }}
            value={values[field.key]}
            onChange={(value) => change({ [field.key]: value })}
          />
        ))}
        <Select
          allowDeselect={false}
          label={t('arrives')}
          data={ARRIVALS.map((value) => ({ value, label: t(`arrivals.${value}`) }))}
          value={arrival}
          onChange={(value) => {
            setArrival(ARRIVALS.find((one) => one === value) ?? 'inbound');
            setDecision(null);
          }}
        />
        <DateTimePicker
          clearable
          label={t('at')}
          placeholder={t('now')}
          valueFormat={dateTimeFormat}
          value={at}
          onChange={(value) => {
            setAt(value);
            setDecision(null);
          }}
        />
      </SimpleGrid>
      <Button
        my="sm"
        loading={preview.pending}
        onClick={() => preview.run({ body: { fields: filled(values), arrival, at: instantFromLocal(at) } })}
      >
        {t('ask')}
      </Button>
      {decision && <Answer decision={decision} />}
    </Section>
  );
}

function Answer({ decision }: { readonly decision: DistributionDecision }) {
  const { t } = useTranslation('distribution');
  const localized = useLocalized();
  const { rule, owner, reason } = decision;
  if (!rule) return <Text size="sm">{t('unruled')}</Text>;
  const said = owner ? t('wouldGet', { name: owner.name }) : t('wouldWait');
  return (
    <div role="status">
      <Text fw={550}>{said}</Text>
      <Text size="sm" c="dimmed">
        {[...(reason ? [t(`reasons.${reason}`)] : []), t('byRule', { name: localized(rule.label) })].join(
          '. ',
        )}
      </Text>
      <DecisionTable decision={decision} />
    </div>
  );
}

function filled(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== '' && value !== undefined),
  );
}
