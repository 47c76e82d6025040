import { useTranslation } from 'react-i18next';
import type { HealthReport } from '#contract';
import { formatNumber } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { Section } from '../../ui/section.tsx';
import { Facts } from './facts.tsx';
import classes from './health-page.module.css';

const MEBIBYTE = 1_048_576;

export function DatabaseSection({ database }: { readonly database: HealthReport['database'] }) {
  const { t } = useTranslation('health');
  const locale = useLocale();
  const size = (bytes: number): string =>
    t('database.megabytes', { shown: formatNumber(locale, Math.ceil(bytes / MEBIBYTE)) });
  return (
    <Section title={t('database.title')}>
      <Facts
        items={[
          [t('database.version'), <span translate="no">{database.version}</span>],
          [t('database.size'), size(database.bytes)],
          [
            t('database.connections'),
            t('database.of', {
              used: formatNumber(locale, database.connections),
              max: formatNumber(locale, database.connectionsMax),
            }),
          ],
        ]}
      />
      <h3 className={classes.part}>{t('database.tables')}</h3>
      <ul className={classes.rows}>
        {database.tables.map(({ name, bytes }) => (
          <li key={name}>
            <code>{name}</code>
            <span className={classes.dim}>{size(bytes)}</span>
          </li>
        ))}
      </ul>
      <h3 className={classes.part}>{t('database.slow', { count: database.slowSeconds })}</h3>
      {database.slow.length === 0 ? (
        <p className={classes.dim}>{t('database.noSlow')}</p>
      ) : (
        <ul className={classes.rows}>
          {database.slow.map(({ seconds, state, statement }, index) => (
            <li key={index}>
              <span>{t('database.seconds', { count: Math.round(seconds) })}</span>
              {state !== 'active' && <span className={classes.problem}>{t('database.open')}</span>}
              <code className={classes.statement}>{statement}</code>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
