import { useTranslation } from 'react-i18next';
import { routes, type CalendarItem } from '#contract';
import { useAction } from '../../client/index.ts';
import { formatDateTime } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { offerUndo } from '../lists/offer-undo.tsx';

/** Moves an entry to another start; it keeps its length. */
export type MoveItem = (item: CalendarItem, start: string, end: string) => void;

export function useMoveItem(): MoveItem {
  const { t } = useTranslation(['calendar', 'common']);
  const locale = useLocale();
  // On a refusal too: the entry goes back to where the server has it.
  const move = useAction(routes.tasks.moveCalendarItem, {
    invalidate: [routes.tasks.calendar, routes.tasks.listTasks],
  });
  return (item, start, end) => {
    if (!item.canMove) return;
    const params = { id: item.id };
    void move
      .runAsync({ params, body: { version: item.version, start, end } })
      .then((moved) =>
        offerUndo({
          id: `moved-${moved.id}-${moved.version}`,
          message: t('calendar:moved', { name: moved.subject, when: formatDateTime(locale, moved.start) }),
          undo: t('common:actions.undo'),
          onUndo: () =>
            move.run({ params, body: { version: moved.version, start: item.start, end: item.end } }),
        }),
      )
      // Already told.
      .catch(() => undefined);
  };
}
