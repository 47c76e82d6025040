import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type WorkingCalendar } from '#contract';
import { useRoute } from '../../client/index.ts';
import { SettingsPage } from '../../features/settings/settings-page.tsx';
import { useLocalized } from '../../i18n/use-locale.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { CalendarPanel } from './calendar-panel.tsx';
import { useWeekWords } from './use-week-words.ts';

/** When the company works: hours, holidays, and who goes by them. */
export function CalendarsPage() {
  const { t } = useTranslation('calendars');
  const localized = useLocalized();
  const words = useWeekWords();
  const [opened, setOpened] = useState<{ readonly calendar: WorkingCalendar | null } | null>(null);
  const calendars = useRoute(routes.calendars.workingCalendars);
  return (
    <SettingsPage
      title={t('title')}
      hint={t('hint')}
      query={calendars}
      row={(calendar) => ({
        key: calendar.code,
        name: localized(calendar.label),
        facts: [
          calendar.timeZone,
          words(calendar.week),
          t('holidays', { count: calendar.exceptions.length }),
          t('goBy', { count: calendar.userIds.length + calendar.teamIds.length }),
        ],
        badge: calendar.isDefault ? <StatusBadge plain tone="info" label={t('company')} /> : undefined,
      })}
      onOpen={(calendar) => setOpened({ calendar })}
    >
      {opened && (
        <CalendarPanel
          key={opened.calendar?.code ?? 'new'}
          calendar={opened.calendar}
          onClose={() => setOpened(null)}
        />
      )}
    </SettingsPage>
  );
}
