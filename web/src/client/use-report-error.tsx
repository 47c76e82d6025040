import { notifications } from '@mantine/notifications';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { paths } from '../app/paths.ts';
import { ApiError } from './api-error.ts';
import { useErrorWords } from './error-words.ts';
import { refusingInstance } from './refusal-facts.ts';

/** Tells the user of a failed write: what happened, what is safe, what to press. */
export function useReportError(): (error: unknown) => void {
  const errorWords = useErrorWords();
  const { t } = useTranslation('errors');
  return (error) => {
    const known = error instanceof ApiError ? error : null;
    const words = errorWords(known);
    const instanceId = known && refusingInstance(known);
    notifications.show({
      title: words.title,
      message: instanceId ? (
        <>
          {words.message} <a href={paths.instance(instanceId)}>{t('toInstance')}</a>
        </>
      ) : (
        words.message
      ),
      color: 'red',
      icon: <IconAlertTriangle size={18} />,
      autoClose: 10_000,
    });
  };
}
