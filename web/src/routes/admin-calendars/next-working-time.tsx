import { Button, Input } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type WorkingCalendar } from '#contract';
import { useAction, useReportError, type RouteResponse } from '../../client/index.ts';
import { useLocale } from '../../i18n/use-locale.ts';

type Hours = Pick<WorkingCalendar, 'timeZone' | 'week' | 'exceptions'>;
type Answer = RouteResponse<typeof routes.calendars.previewWorkingTime> & { readonly of: string };

/** When somebody who goes by these hours works next, in the calendar's own time. */
export function NextWorkingTime({ timeZone, week, exceptions }: Hours) {
  const { t } = useTranslation('calendars');
  const locale = useLocale();
  const report = useReportError();
  const [answer, setAnswer] = useState<Answer | null>(null);
  const of = JSON.stringify([timeZone, week, exceptions]);
  const preview = useAction(routes.calendars.previewWorkingTime, {
    onSuccess: (found) => setAnswer({ ...found, of }),
    onError: report,
  });
  const day = (at: string): string =>
    new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', timeZone }).format(
      new Date(at),
    );
  const time = (at: string): string =>
    new Intl.DateTimeFormat(locale, {
      hour: '2-digit',
      minute: '2-digit',
      // As the hours are entered.
      hourCycle: 'h23',
      timeZone,
    }).format(new Date(at));
  const first = answer?.items[0];
  return (
    <Input.Wrapper label={t('next')}>
      <div>
        <Button
          size="compact-sm"
          loading={preview.pending}
          onClick={() => preview.run({ body: { timeZone, week, exceptions, from: null, count: 5 } })}
        >
          {t('show')}
        </Button>
      </div>
      {answer && first && answer.of === of && (
        <div role="status" style={{ marginTop: 6, fontSize: 13 }}>
          <div>{t(first.from === answer.now ? 'isWorking' : 'isClosed')}</div>
          <ul style={{ margin: '4px 0 0', paddingLeft: 18 }}>
            {answer.items.map((span) => (
              <li key={span.from}>
                {day(span.from)}, {time(span.from)}–{time(span.to)}
              </li>
            ))}
          </ul>
        </div>
      )}
    </Input.Wrapper>
  );
}
