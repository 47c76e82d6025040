import { useTranslation } from 'react-i18next';
import type { ImportState } from '#contract';
import classes from './import.module.css';

const STEPS = ['file', 'columns', 'check', 'preview', 'run', 'result'] as const;
const STEP_OF: Readonly<Record<ImportState, (typeof STEPS)[number]>> = {
  reading: 'file',
  failed: 'file',
  mapping: 'columns',
  checking: 'check',
  ready: 'preview',
  running: 'run',
  done: 'result',
  undoing: 'result',
  undone: 'result',
};

/** Where the import stands. */
export function ImportSteps({ state }: { readonly state: ImportState }) {
  const { t } = useTranslation('imports');
  const current = STEPS.indexOf(STEP_OF[state]);
  return (
    <ol className={classes.steps} aria-label={t('steps.label')}>
      {STEPS.map((step, index) => (
        <li
          key={step}
          className={classes.step}
          data-past={index < current || undefined}
          aria-current={index === current ? 'step' : undefined}
        >
          {t(`steps.${step}`)}
        </li>
      ))}
    </ol>
  );
}
