import { IconCheckbox, IconPhone } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './task-kind-icon.module.css';

interface TaskKindIconProps {
  readonly kind: 'task' | 'call';
  readonly size?: number;
}

/** Call or task, told by picture and by name. */
export function TaskKindIcon({ kind, size = 16 }: TaskKindIconProps) {
  const { t } = useTranslation('tasks');
  const Picture = kind === 'call' ? IconPhone : IconCheckbox;
  return (
    <span className={classes.icon} data-kind={kind} role="img" aria-label={t(`kind.${kind}`)}>
      <Picture size={size} stroke={1.7} aria-hidden />
    </span>
  );
}
