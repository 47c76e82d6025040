import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useRoute } from '../../client/index.ts';
import classes from './rail.module.css';

const SHOWN_MAX = 99;
/** They are found at night, and go one by one where they are looked at. */
const FRESH_MS = 300_000;

/** How many pairs wait for whoever may merge them, at the end of their link in the rail. */
export function DuplicatesWaiting() {
  const { t } = useTranslation('duplicates');
  const counts = useRoute(routes.duplicates.duplicateCounts, {}, { staleTime: FRESH_MS });
  const open = (counts.data?.items ?? []).reduce((sum, one) => sum + one.open, 0);
  if (open === 0) return null;
  return (
    <span className={classes.count} title={t('waiting', { count: open })}>
      {open > SHOWN_MAX ? `${SHOWN_MAX}+` : open}
    </span>
  );
}
