import { useTranslation } from 'react-i18next';
import type { Organisation } from '#contract';
import { StatusBadge } from '../../ui/status-badge.tsx';
import type { Editing } from './editing.ts';
import classes from './organisation-page.module.css';
import { PositionName } from './position-name.tsx';

interface VacancyRowProps {
  readonly position: Organisation['positions'][number];
  readonly onEdit: ((editing: Editing) => void) | null;
}

/** A position that nobody holds. */
export function VacancyRow({ position, onEdit }: VacancyRowProps) {
  const { t } = useTranslation('structure');
  return (
    <li className={classes.member}>
      <span>
        <StatusBadge tone="neutral" label={t('vacant')} />
      </span>
      <PositionName position={position} onEdit={onEdit} />
    </li>
  );
}
