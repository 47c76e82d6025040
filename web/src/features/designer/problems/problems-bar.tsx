import { UnstyledButton } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { StatusIcon } from '../../../ui/status-icon.tsx';
import { useDesignerScope } from '../designer-context.ts';
import { ProblemList } from './problem-list.tsx';
import classes from './problems.module.css';

interface ProblemsBarProps {
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

/** The problems below the canvas: how many at a glance, all of them when opened. */
export function ProblemsBar({ isOpen, onToggle }: ProblemsBarProps) {
  const { t } = useTranslation('designer');
  const { findings } = useDesignerScope();
  const errors = findings.filter((finding) => finding.severity === 'error').length;
  const warnings = findings.length - errors;
  return (
    <section className={classes.bar} aria-label={t('problems.title')}>
      <UnstyledButton className={classes.head} aria-expanded={isOpen} onClick={onToggle}>
        <span className={classes.title}>{t('problems.title')}</span>
        {errors > 0 && (
          <span className={classes.count}>
            <StatusIcon tone="failed" size={14} /> {t('problems.errors', { count: errors })}
          </span>
        )}
        {warnings > 0 && (
          <span className={classes.count}>
            <StatusIcon tone="late" size={14} /> {t('problems.warnings', { count: warnings })}
          </span>
        )}
        {findings.length === 0 && (
          <span className={classes.count}>
            <StatusIcon tone="done" size={14} /> {t('problems.none')}
          </span>
        )}
        <IconChevronDown size={15} className={classes.chevron} aria-hidden />
      </UnstyledButton>
      {isOpen && findings.length > 0 && <ProblemList />}
    </section>
  );
}
