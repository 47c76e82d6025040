import { IconClock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../i18n/use-locale.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { useProductNow } from '../../ui/product-clock.ts';
import classes from './customer-clock.module.css';

const DAY_FROM = 9;
const DAY_TO = 18;

/** The time where the customer is; says so when nobody may be there. */
export function CustomerClock({ timeZone }: { readonly timeZone: string }) {
  const { t } = useTranslation('tasks');
  const locale = useLocale();
  const now = useProductNow();
  const time = now.toLocaleTimeString(locale === 'en' ? 'en-GB' : 'ru', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  const hour = Number(
    now.toLocaleTimeString('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).slice(0, 2),
  );
  const weekday = now.toLocaleDateString('en-GB', { timeZone, weekday: 'short' });
  const closed = hour < DAY_FROM || hour >= DAY_TO || weekday === 'Sat' || weekday === 'Sun';
  return (
    <span className={classes.clock}>
      <IconClock size={15} stroke={1.7} aria-hidden />
      {t('call.customerTime', { time })}
      {closed && <StatusBadge tone="waiting" label={t('call.outsideHours')} />}
    </span>
  );
}
