import { useTranslation } from 'react-i18next';
import type { RecordPath } from '#contract';
import { formatDate, formatRelative } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { useProductNow } from '../../ui/product-clock.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import type { StatusTone } from '../../theme/tokens.ts';
import classes from './sales.module.css';

const TONES: Readonly<Record<string, StatusTone>> = {
  planned: 'done',
  fresh: 'neutral',
  overdue: 'late',
  rotting: 'failed',
};

/** Why the record needs attention, or why it does not. */
export function AttentionLine({ path }: { readonly path: RecordPath }) {
  const { t } = useTranslation('sales');
  const locale = useLocale();
  const now = useProductNow();
  const { state, rotsAt, rotDays, nextActivityAt } = path.attention;
  if (state === null) return null;
  const when = (at: string | null): string => (at === null ? '' : formatRelative(locale, at, now));
  const texts: Readonly<Record<string, string>> = {
    planned: t('path.attention.planned', { when: when(nextActivityAt) }),
    overdue: t('path.attention.overdue', { when: when(nextActivityAt) }),
    rotting: t('path.attention.rotting', {
      count: rotDays ?? 0,
      when: rotsAt === null ? '' : formatDate(locale, rotsAt),
    }),
    fresh:
      rotsAt === null ? t('path.attention.freshForEver') : t('path.attention.fresh', { when: when(rotsAt) }),
  };
  return (
    <p className={classes.attention}>
      <StatusBadge plain tone={TONES[state] ?? 'neutral'} label={texts[state]} />
    </p>
  );
}
