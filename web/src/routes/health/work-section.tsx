import { useTranslation } from 'react-i18next';
import type { HealthReport } from '#contract';
import { formatNumber } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Section } from '../../ui/section.tsx';
import { Facts } from './facts.tsx';
import classes from './health-page.module.css';

/** What waits to be done by itself, and what goes out to others. */
export function WorkSection({ report }: { readonly report: HealthReport }) {
  const { t } = useTranslation('health');
  const locale = useLocale();
  const { work, mail, webhooks, mailboxes, stuck } = report;
  const upTo = (count: number, limit: number): string =>
    count >= limit
      ? t('atLeast', { count: limit, shown: formatNumber(locale, limit) })
      : formatNumber(locale, count);
  const counted = (count: number): string => upTo(count, work.countedTo);
  const instant = (at: string | null) => (at === null ? t('none') : <RelativeTime at={at} />);
  return (
    <>
      <Section title={t('work.title')}>
        <Facts
          items={[
            [t('work.due'), counted(work.due)],
            [t('work.oldest'), instant(work.oldestDueAt)],
            [t('work.running'), counted(work.running)],
            [t('work.failed'), counted(work.failed + work.incidents)],
            [t('work.timers'), counted(work.timersToday)],
            [t('work.nextTimer'), instant(work.nextTimerAt)],
            [t('work.stuck', { count: stuck.days }), upTo(stuck.count, stuck.countedTo)],
          ]}
        />
      </Section>
      <Section title={t('out.title')}>
        <Facts
          items={[
            [t('out.mail'), formatNumber(locale, mail.waiting)],
            [t('out.mailFailed'), formatNumber(locale, mail.failed)],
            [t('out.webhooks'), formatNumber(locale, webhooks.waiting)],
            [t('out.webhooksFailed'), formatNumber(locale, webhooks.failed)],
          ]}
        />
        {mailboxes.length === 0 ? (
          <p className={classes.dim}>{t('out.noMailbox')}</p>
        ) : (
          <ul className={classes.rows}>
            {mailboxes.map(({ name, fetchedAt, error }) => (
              <li key={name}>
                <span translate="no">{name}</span>
                <span className={classes.dim}>
                  {t('out.read')} <RelativeTime at={fetchedAt} />
                </span>
                {error !== null && <span className={classes.problem}>{error}</span>}
              </li>
            ))}
          </ul>
        )}
      </Section>
    </>
  );
}
