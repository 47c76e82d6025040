import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Organisation } from '#contract';
import type { Editing } from './editing.ts';
import classes from './organisation-page.module.css';

interface PositionNameProps {
  readonly position: Organisation['positions'][number] | undefined;
  readonly onEdit: ((editing: Editing) => void) | null;
}

/** Title of a position; an administrator opens it there. */
export function PositionName({ position, onEdit }: PositionNameProps) {
  const { t } = useTranslation(['shell', 'structure']);
  if (!position) return <span className={classes.position} />;
  const { id, title, isHead } = position;
  return (
    <span className={classes.position}>
      {onEdit ? (
        <UnstyledButton
          className={classes.open}
          aria-label={t('structure:edit', { name: title })}
          onClick={() => onEdit({ kind: 'position', id })}
        >
          {title}
        </UnstyledButton>
      ) : (
        title
      )}
      {isHead && <span className={classes.dim}> · {t('shell:organisation.head')}</span>}
    </span>
  );
}
