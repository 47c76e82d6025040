import { useTranslation } from 'react-i18next';
import type { RuleReason } from '#contract';
import { useLocale, useLocalized } from '../../i18n/use-locale.ts';
import { formatNumber } from '../../i18n/formats.ts';

/** By which rule something changed, and what held then. */
export function RuleReasonText({ reason }: { readonly reason: RuleReason }) {
  const { t, i18n } = useTranslation(['sales', 'settings']);
  const localized = useLocalized();
  const locale = useLocale();
  const held = reason.held.map(({ fact, value }) => {
    const key = `settings:lifecycle.facts.${fact}`;
    const name = i18n.exists(key) ? String(t(key as never)) : fact;
    return `${name}: ${value === null ? '–' : formatNumber(locale, value)}`;
  });
  return (
    <span>
      {t('sales:lifecycle.byRule', { rule: localized(reason.label) })}
      {held.length > 0 && ` (${held.join(', ')})`}
    </span>
  );
}
