import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatRelative } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { productNow } from '../../ui/product-clock.ts';

const TICK_MS = 5000;
const MINUTE_MS = 60_000;

/** "Saved 10 seconds ago", counting in steps of five. */
export function SavedAgo({ at }: { readonly at: string }) {
  const { t } = useTranslation('designer');
  const locale = useLocale();
  const [now, setNow] = useState(productNow);
  useEffect(() => {
    const timer = window.setInterval(() => setNow(productNow()), TICK_MS);
    return () => window.clearInterval(timer);
  }, []);
  const age = now.getTime() - new Date(at).getTime();
  if (age < TICK_MS) return t('save.now');
  if (age < MINUTE_MS) return t('save.seconds', { count: Math.floor(age / TICK_MS) * 5 });
  return t('save.ago', { when: formatRelative(locale, at, now) });
}
