import { notifications } from '@mantine/notifications';
import { IconAlertTriangle } from '@tabler/icons-react';
import { ApiError } from './api-error.ts';
import { useErrorWords } from './error-words.ts';

/** Tells the user of a failed write: what happened, what is safe, what to press. */
export function useReportError(): (error: unknown) => void {
  const errorWords = useErrorWords();
  return (error) => {
    const words = errorWords(error instanceof ApiError ? error : null);
    notifications.show({
      title: words.title,
      message: words.message,
      color: 'red',
      icon: <IconAlertTriangle size={18} />,
      autoClose: 10_000,
    });
  };
}
