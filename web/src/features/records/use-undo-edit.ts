/** A choice or a person that was changed in its place is taken back by the toast; what was typed, by typing. */
import { useTranslation } from 'react-i18next';
import type { FieldMeta, RecordView } from '#contract';
import { useLocalized } from '../../i18n/use-locale.ts';
import { offerUndo } from '../lists/offer-undo.tsx';
import { useUpdateRecord } from './use-update-record.ts';

const CHOSEN: readonly FieldMeta['type'][] = ['select', 'user', 'reference', 'boolean', 'date'];

/** Offers the way back from a record to what it was before. */
export function useUndoEdit(field: FieldMeta): (changed: RecordView, before: RecordView) => void {
  const { t } = useTranslation(['records', 'common']);
  const localized = useLocalized();
  const update = useUpdateRecord({});
  return (changed, before) => {
    if (!CHOSEN.includes(field.type)) return;
    offerUndo({
      id: `edit-${changed.id}-${changed.version}`,
      message: t('records:page.fieldChanged', {
        field: localized(field.label),
        name: changed.number ?? changed.title,
      }),
      undo: t('common:actions.undo'),
      onUndo: () =>
        update.run({
          params: { entity: changed.entity, id: changed.id },
          body: { version: changed.version, fields: { [field.key]: before.fields[field.key] ?? null } },
        }),
    });
  };
}
