import { Button } from '@mantine/core';
import { IconX, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './lists.module.css';

interface BulkToolbarProps {
  readonly label: string;
  /** How many are selected. */
  readonly count: number;
  /** Everything that matches, when more than the selected rows do; left out where only those can be meant. */
  readonly total?: number;
  readonly allMatching?: boolean;
  readonly onAllMatching?: () => void;
  readonly onClear: () => void;
  readonly children: ReactNode;
}

/** How many rows are selected, what can be done with them, and how to let go of them. */
export function BulkToolbar(props: BulkToolbarProps) {
  const { label, count, total = count, allMatching = false, onAllMatching, onClear, children } = props;
  const { t } = useTranslation(['lists', 'common']);
  return (
    <div className={classes.bulk} role="toolbar" aria-label={label}>
      <span className={classes.bulkCount} role="status">
        {t(allMatching ? 'lists:bulk.allSelected' : 'lists:bulk.selected', {
          count: allMatching ? total : count,
        })}
      </span>
      {!allMatching && onAllMatching && total > count && (
        <Button size="compact-sm" variant="subtle" onClick={onAllMatching}>
          {t('lists:bulk.all', { count: total })}
        </Button>
      )}
      {children}
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<IconX size={14} aria-hidden />}
        onClick={onClear}
      >
        {t('common:actions.clear')}
      </Button>
    </div>
  );
}

interface BulkButtonProps {
  readonly label: string;
  readonly icon: Icon;
  readonly pending?: boolean;
  readonly onClick: () => void;
}

export function BulkButton({ label, icon: Shape, pending = false, onClick }: BulkButtonProps) {
  return (
    <Button
      size="compact-sm"
      leftSection={<Shape size={14} aria-hidden />}
      loading={pending}
      onClick={onClick}
    >
      {label}
    </Button>
  );
}
