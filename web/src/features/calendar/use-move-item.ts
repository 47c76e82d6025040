import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { routes, type CalendarItem } from '#contract';
import { useAction } from '../../client/index.ts';
import { formatDateTime } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';

/** Moves an entry to another start; it keeps its length. */
export type MoveItem = (item: CalendarItem, start: string, end: string) => void;

export function useMoveItem(): MoveItem {
  const { t } = useTranslation('calendar');
  const locale = useLocale();
  const move = useAction(routes.tasks.moveCalendarItem, {
    // On a refusal too: the entry goes back to where the server has it.
    invalidate: [routes.tasks.calendar, routes.tasks.listTasks],
    onSuccess: (item) =>
      notifications.show({
        message: t('moved', { name: item.subject, when: formatDateTime(locale, item.start) }),
        color: 'accent',
      }),
  });
  return (item, start, end) => {
    if (!item.canMove) return;
    move.run({ params: { id: item.id }, body: { version: item.version, start, end } });
  };
}
