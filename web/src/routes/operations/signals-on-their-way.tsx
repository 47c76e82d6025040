import { Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { routes, type SignalOnItsWay } from '#contract';
import { useRoute } from '../../client/index.ts';
import progress from '../../features/batches/batch-progress.module.css';
import { formatNumber } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Section } from '../../ui/section.tsx';
import classes from './operations.module.css';

const LOOK_AGAIN_MS = 2_000;

/** Signals that are being delivered to many; nothing where there are none. */
export function SignalsOnTheirWay() {
  const { t } = useTranslation('operations');
  const signals = useRoute(routes.events.signalsOnTheirWay, {}, { refetchInterval: LOOK_AGAIN_MS });
  const items = signals.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Section title={t('signal.title')} count={items.length}>
      <ul className={classes.list}>
        {items.map((signal) => (
          <SignalRow key={signal.id} signal={signal} />
        ))}
      </ul>
    </Section>
  );
}

function SignalRow({ signal }: { readonly signal: SignalOnItsWay }) {
  const { t } = useTranslation('operations');
  const locale = useLocale();
  const number = (value: number): string => formatNumber(locale, value);
  const { name, thrownAt, reached, total, rest } = signal;
  const percent = total === null || total === 0 ? 0 : Math.round((reached / total) * 100);
  return (
    <li className={classes.row}>
      <span className={classes.words}>
        <span>{name}</span>
        {thrownAt !== null && (
          <span className={classes.dim}>
            <RelativeTime at={thrownAt} />
          </span>
        )}
      </span>
      <span className={classes.side}>
        {rest > 0 ? (
          <span className={classes.dim}>{t('signal.rest', { count: rest })}</span>
        ) : (
          <div className={progress.progress}>
            <Progress value={percent} size="sm" aria-label={t('batch.progress')} />
            <span className={progress.dim} role="status">
              {total === null
                ? t('signal.begins')
                : t('signal.so', { reached: number(reached), total: number(total), count: total })}
            </span>
          </div>
        )}
      </span>
    </li>
  );
}
