import { useTranslation } from 'react-i18next';
import type { StatusTone } from '../theme/tokens.ts';
import { StatusIcon } from './status-icon.tsx';
import classes from './status-badge.module.css';

interface StatusBadgeProps {
  readonly tone: StatusTone;
  /** Word of the status; the tone's own word when missing. */
  readonly label?: string;
  /** Without background, e.g. inside a table cell. */
  readonly plain?: boolean;
  /** Of several words: on as many lines as they need. */
  readonly wraps?: boolean;
}

/** Status by shape, colour and word, the same everywhere. */
export function StatusBadge({ tone, label, plain, wraps }: StatusBadgeProps) {
  const { t } = useTranslation();
  return (
    <span
      className={classes.badge}
      data-plain={plain || undefined}
      data-wraps={wraps || undefined}
      style={{ '--badge-soft': `var(--tl-${tone}-soft)`, '--badge-text': `var(--tl-${tone}-text)` }}
    >
      <StatusIcon tone={tone} size={13} />
      <span className={classes.label}>{label ?? t(`status.${tone}`)}</span>
    </span>
  );
}
