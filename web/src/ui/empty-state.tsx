import { Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { StatusTone } from '../theme/tokens.ts';
import { StatusIcon } from './status-icon.tsx';
import classes from './empty-state.module.css';

interface EmptyStateProps {
  readonly title: string;
  readonly message?: string;
  readonly action?: ReactNode;
  /** What would stand here, as an example. */
  readonly sample?: ReactNode;
  /** Picture: an icon of the caller, or the shape of a status. */
  readonly icon?: ReactNode;
  readonly tone?: StatusTone;
  /** Inside a card or a panel instead of a whole page. */
  readonly compact?: boolean;
  /** It is all there is on the page, so its title is the page's. */
  readonly page?: boolean;
}

/** One sentence, one action: nothing here yet, nothing found, nothing allowed. */
export function EmptyState({
  title,
  message,
  action,
  sample,
  icon,
  tone = 'neutral',
  compact,
  page,
}: EmptyStateProps) {
  return (
    <div className={classes.root} data-compact={compact || undefined} role="status">
      <span className={classes.icon} data-tone={tone}>
        {icon ?? <StatusIcon tone={tone} size={compact ? 20 : 28} />}
      </span>
      {compact ? (
        <Text fw={500}>{title}</Text>
      ) : (
        <Title order={page ? 1 : 2} fz={16} fw={600}>
          {title}
        </Title>
      )}
      {message && (
        <Text c="dimmed" size="sm" maw={420} ta="center">
          {message}
        </Text>
      )}
      {action && <div className={classes.action}>{action}</div>}
      {sample}
    </div>
  );
}
