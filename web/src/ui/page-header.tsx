import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { usePageTitle } from './use-page-title.ts';
import classes from './page-header.module.css';

interface PageHeaderProps {
  readonly title: string;
  /** Count, status or other small facts right of the title. */
  readonly meta?: ReactNode;
  readonly icon?: ReactNode;
  readonly actions?: ReactNode;
  /** Tabs or filters below. */
  readonly children?: ReactNode;
}

export function PageHeader({ title, meta, icon, actions, children }: PageHeaderProps) {
  usePageTitle(title);
  return (
    <header className={classes.root}>
      <div className={classes.line}>
        {icon && <span className={classes.icon}>{icon}</span>}
        <Title order={1} className={classes.title}>
          {title}
        </Title>
        {meta && <div className={classes.meta}>{meta}</div>}
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
      {children}
    </header>
  );
}
