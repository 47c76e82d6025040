import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FieldMeta, RecordView } from '#contract';
import { useLocalized } from '../../i18n/use-locale.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';

/** Which promises of a ticket are likely to be late, and why that is said. */
export function LikelyLateBadge({
  record,
  field,
}: {
  readonly record: RecordView;
  readonly field: FieldMeta;
}) {
  const { t } = useTranslation('sales');
  const localized = useLocalized();
  const value = record.fields['slaLikelyLate'];
  const metrics = Array.isArray(value) ? value : [];
  if (metrics.length === 0) return null;
  const names = metrics.map((metric) => {
    const option = field.options?.find((one) => one.value === metric);
    return option ? localized(option.label) : String(metric);
  });
  const percent = record.fields['slaLatePercent'];
  const known = typeof percent === 'number';
  return (
    <Tooltip label={t('clocks.ofSuch', { percent: known ? percent : 0 })} disabled={!known}>
      <span>
        <StatusBadge tone="late" label={[names.join(', '), ...(known ? [`${percent} %`] : [])].join(' · ')} />
      </span>
    </Tooltip>
  );
}
