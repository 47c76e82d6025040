import { useTranslation } from 'react-i18next';
import type { TaskDetail } from '#contract';

/** Says of each field of a form that it is a record's, by its key. */
export function useRecordNotes(fields: TaskDetail['recordFields']): Readonly<Record<string, string>> {
  const { t } = useTranslation('form');
  return Object.fromEntries(
    fields.map(({ key, record, readOnly }) => [
      key,
      t(readOnly ? 'shownOfRecord' : 'ofRecord', { title: record.title }),
    ]),
  );
}
