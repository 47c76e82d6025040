import { useDebouncedValue } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useRoute } from '../../client/index.ts';
import { formatNumber } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import classes from './operations.module.css';

const TYPING_MS = 300;
const LOOK_AGAIN_MS = 5_000;

export interface ChosenEvent {
  readonly kind: 'message' | 'signal';
  readonly name: string;
  readonly correlationKey?: string;
}

/** How many a message or signal of that name would reach now, by process. */
export function WhoWaits({ event }: { readonly event: ChosenEvent }) {
  const { t } = useTranslation('operations');
  const locale = useLocale();
  const [asked] = useDebouncedValue(event, TYPING_MS);
  const found = useRoute(
    routes.events.whoWaits,
    { query: asked },
    { keepPrevious: true, refetchInterval: LOOK_AGAIN_MS },
  ).data;
  if (!found) return null;
  const { waiting, starts, processes } = found;
  if (waiting + starts === 0) return <p className={classes.dim}>{t('send.nobody')}</p>;
  return (
    <div role="status">
      {waiting > 0 && <div>{t('send.waiting', { count: waiting })}</div>}
      {starts > 0 && <div>{t('send.starts', { count: starts })}</div>}
      <ul className={classes.list}>
        {processes.map(({ key, name, waiting: own, starts: begun }) => (
          <li key={key} className={classes.dim}>
            {t('send.of', { process: name, number: formatNumber(locale, own + begun) })}
          </li>
        ))}
      </ul>
    </div>
  );
}
