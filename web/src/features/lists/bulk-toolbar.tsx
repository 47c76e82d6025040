import { Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePageActions, type PageAction } from '../../ui/actions/page-actions.ts';
import classes from './lists.module.css';

interface BulkAction extends PageAction {
  readonly pending?: boolean;
}

interface BulkToolbarProps {
  readonly label: string;
  /** Nothing is selected: no bar, and the palette says what the actions wait for. */
  readonly isOpen: boolean;
  /** How many are selected. */
  readonly count: number;
  /** Everything that matches, when more than the selected rows do; left out where only those can be meant. */
  readonly total?: number;
  readonly allMatching?: boolean;
  readonly onAllMatching?: () => void;
  readonly onClear: () => void;
  readonly actions: readonly (BulkAction | false | null | undefined)[];
  /** Before the actions. */
  readonly children?: ReactNode;
}

/** How many rows are selected, what can be done with them, and how to let go of them. */
export function BulkToolbar(props: BulkToolbarProps) {
  const { label, isOpen, count, total = count, allMatching = false, onAllMatching, onClear } = props;
  const { t } = useTranslation(['lists', 'common']);
  const selected = t(allMatching ? 'lists:bulk.allSelected' : 'lists:bulk.selected', {
    count: allMatching ? total : count,
  });
  const actions = props.actions.filter(
    (action) => action !== false && action !== null && action !== undefined,
  );
  const offersAll = onAllMatching !== undefined && !allMatching && total > count;
  usePageActions([
    ...actions.map((action) => ({
      ...action,
      name: `bulk-${action.name}`,
      label: isOpen ? `${action.label} · ${selected}` : action.label,
      unavailable: isOpen ? action.unavailable : t('lists:bulk.selectFirst'),
    })),
    offersAll &&
      total > 0 && {
        name: 'bulk-all-matching',
        label: t('lists:bulk.all', { count: total }),
        run: onAllMatching,
      },
    isOpen && { name: 'bulk-none', label: t('lists:bulk.none'), icon: IconX, run: onClear },
  ]);
  if (!isOpen) return null;
  return (
    <div className={classes.bulk} role="toolbar" aria-label={label}>
      <span className={classes.bulkCount} role="status">
        {selected}
      </span>
      {offersAll && (
        <Button size="compact-sm" variant="subtle" onClick={onAllMatching}>
          {t('lists:bulk.all', { count: total })}
        </Button>
      )}
      {props.children}
      {actions.map(({ name, label: words, icon: Shape, pending = false, run }) => (
        <Button
          key={name}
          size="compact-sm"
          leftSection={Shape && <Shape size={14} aria-hidden />}
          loading={pending}
          onClick={run}
        >
          {words}
        </Button>
      ))}
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
