import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction, useReportError, type Action, type AnyRoute, type ApiError } from '../../client/index.ts';

/** Saves a rule: what a field refuses is shown at the field, the rest as a message. */
export function useSaveSetting<R extends AnyRoute>(
  route: R,
  options: {
    readonly invalidate: readonly AnyRoute[];
    readonly onSaved: () => void;
    /** True where the caller has words of his own for the error. */
    readonly explain?: (error: ApiError) => boolean;
  },
): { readonly save: Action<R>; readonly problemOf: (path: string) => string | undefined } {
  const { t } = useTranslation('settings');
  const report = useReportError();
  const [problem, setProblem] = useState<ApiError | null>(null);
  const save = useAction(route, {
    invalidate: options.invalidate,
    onSuccess: () => {
      notifications.show({ message: t('saved'), color: 'accent' });
      options.onSaved();
    },
    onError: (error) => {
      if (options.explain?.(error)) return;
      if (error.code === 'CRM_SETTING_CHANGED')
        notifications.show({
          title: t('changed'),
          message: t('changedHint'),
          color: 'red',
          autoClose: false,
        });
      else if (error.fields.length > 0) setProblem(error);
      else report(error);
    },
  });
  const problemOf = (path: string): string | undefined =>
    problem?.fields.find((field) => field.path === path || field.path.startsWith(`${path}.`))?.message;
  return { save, problemOf };
}
