import { useTranslation } from 'react-i18next';
import type { DuplicatePair } from '#contract';
import classes from './pairs.module.css';

interface PairReasonsProps {
  readonly pair: DuplicatePair;
}

/** Why two records seem to be the same: each reason with what both have, where it may be seen. */
export function PairReasons({ pair }: PairReasonsProps) {
  const { t } = useTranslation('imports');
  return (
    <ul className={classes.reasons}>
      {pair.reasons.map(({ criterion, points, value }) => (
        <li key={criterion} data-against={points < 0 || undefined}>
          {t(`reasons.${criterion}`)}
          {value !== '' && <span className={classes.value}> {value}</span>}
        </li>
      ))}
    </ul>
  );
}
