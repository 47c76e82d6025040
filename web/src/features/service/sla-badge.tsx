import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RecordView } from '#contract';
import { formatDateTime } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import type { StatusTone } from '../../theme/tokens.ts';
import { useProductNow } from '../../ui/product-clock.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { useSpan } from '../sales/use-span.ts';

/** Below this the promise falls due soon. */
const SOON_MS = 3_600_000;

/** The nearest promise of a ticket in one small badge: time left, late, or paused. */
export function SlaBadge({ record }: { readonly record: RecordView }) {
  const { t } = useTranslation('sales');
  const locale = useLocale();
  const span = useSpan();
  const now = useProductNow();
  const state = record.fields['slaState'];
  const dueAt = record.fields['slaDueAt'];
  if (state === 'paused') return <StatusBadge tone="waiting" label={t('clocks.badge.paused')} />;
  if (typeof dueAt !== 'string') return <span style={{ color: 'var(--tl-text-dim)' }}>–</span>;
  const left = new Date(dueAt).getTime() - now.getTime();
  const tone: StatusTone = left <= 0 ? 'failed' : left < SOON_MS || state === 'soon' ? 'late' : 'running';
  const label =
    left <= 0 ? t('clocks.badge.late', { time: span(-left) }) : t('clocks.badge.left', { time: span(left) });
  return (
    <Tooltip label={formatDateTime(locale, dueAt)}>
      <span>
        <StatusBadge tone={tone} label={label} />
      </span>
    </Tooltip>
  );
}
