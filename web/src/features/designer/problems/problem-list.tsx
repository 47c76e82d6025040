import { useTranslation } from 'react-i18next';
import { StatusIcon } from '../../../ui/status-icon.tsx';
import { useDesignerScope } from '../designer-context.ts';
import { ProblemRow } from './problem-row.tsx';
import classes from './problems.module.css';

/** Every finding about the diagram as it is now. */
export function ProblemList({ onJump }: { readonly onJump?: () => void }) {
  const { t } = useTranslation('designer');
  const { findings } = useDesignerScope();
  if (findings.length === 0) {
    return (
      <p className={classes.fine} role="status">
        <StatusIcon tone="done" size={16} /> {t('problems.none')}
      </p>
    );
  }
  return (
    <ul className={classes.list} aria-label={t('problems.title')}>
      {findings.map((finding, at) => (
        <ProblemRow key={`${finding.rule}-${finding.elementId}-${at}`} finding={finding} onJump={onJump} />
      ))}
    </ul>
  );
}
