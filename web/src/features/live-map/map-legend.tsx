import { useTranslation } from 'react-i18next';
import { StatusIcon } from '../../ui/status-icon.tsx';
import { STATE_TONES, type LiveElementState } from './live-state.ts';
import classes from './map-legend.module.css';

const STATES = Object.keys(STATE_TONES) as LiveElementState[]; // The keys of a total record are its states.

/** What the marks on the map mean. */
export function MapLegend() {
  const { t } = useTranslation('instance');
  return (
    <ul className={classes.legend} aria-label={t('map.legend')}>
      <li className={classes.item}>
        <span className={classes.line} aria-hidden /> {t('map.taken')}
      </li>
      {STATES.map((state) => (
        <li key={state} className={classes.item}>
          <StatusIcon tone={STATE_TONES[state]} size={13} /> {t(`state.${state}`)}
        </li>
      ))}
      <li className={classes.item}>
        <StatusIcon tone="neutral" size={13} /> {t('state.future')}
      </li>
    </ul>
  );
}
