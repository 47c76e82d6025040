import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './work-pane.module.css';

interface WorkPaneProps {
  /** First in the form column; on a phone before the guidance. */
  readonly lead?: ReactNode;
  readonly form: ReactNode;
  readonly guidance: ReactNode;
  /** Ways out; stays in view. */
  readonly bar: ReactNode;
}

/** Form and guidance side by side above the bar with the ways out. */
export function WorkPane({ lead, form, guidance, bar }: WorkPaneProps) {
  const { t } = useTranslation('tasks');
  return (
    <div className={classes.work}>
      <div className={classes.columns}>
        <section className={classes.form} aria-label={t('page.form')}>
          {lead && <div className={classes.lead}>{lead}</div>}
          <div className={classes.rest}>{form}</div>
        </section>
        <div className={classes.guidance}>{guidance}</div>
      </div>
      {bar && <div className={classes.bar}>{bar}</div>}
    </div>
  );
}
