import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { TaskTab } from '#contract';
import { paths } from '../../app/paths.ts';

interface EmptyTabActionProps {
  readonly tab: TaskTab;
  /** How many tasks of the group may be taken. */
  readonly pool: number;
  readonly onTab: (tab: TaskTab) => void;
}

/** Where to go on from a tab with nothing in it: to what may be taken, else to what is planned, else to today. */
export function EmptyTabAction({ tab, pool, onTab }: EmptyTabActionProps) {
  const { t } = useTranslation('tasks');
  if (tab !== 'today' && tab !== 'upcoming')
    return <Button onClick={() => onTab('today')}>{t('empty.toToday')}</Button>;
  if (tab === 'today' && pool > 0) return <Button onClick={() => onTab('pool')}>{t('empty.toPool')}</Button>;
  return (
    <Button component={Link} to={paths.calendar()}>
      {t('empty.toCalendar')}
    </Button>
  );
}
