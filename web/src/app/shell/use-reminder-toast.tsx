import { Anchor } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Notification } from '#contract';
import { formatDateTime } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { paths } from '../paths.ts';

/**
 * A reminder that comes while somebody works is shown at once and stays until he has seen it; not those of before.
 * Takes what he was told last: null where there is nothing, undefined before that is known.
 */
export function useReminderToast(newest: Notification | null | undefined): void {
  const { t } = useTranslation('sales');
  const locale = useLocale();
  const navigate = useNavigate();
  const known = useRef<string | null | undefined>(undefined);
  useEffect(() => {
    if (newest === undefined || known.current === (newest?.id ?? null)) return;
    const isFirstLook = known.current === undefined;
    known.current = newest?.id ?? null;
    if (isFirstLook || newest?.kind !== 'reminder' || newest.text === null) return;
    notifications.show({
      id: newest.id,
      autoClose: false,
      color: 'accent',
      title: t('notifications.kinds.reminder', { metric: formatDateTime(locale, newest.text) }),
      // Toasts stand outside of the router: a link of its would have none to ask.
      message: (
        <Anchor
          component="button"
          size="sm"
          onClick={() => {
            notifications.hide(newest.id);
            void navigate(paths.record(newest.record.entity, newest.record.id));
          }}
        >
          {newest.record.title}
        </Anchor>
      ),
    });
  }, [newest, locale, navigate, t]);
}
