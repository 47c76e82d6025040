/** A choice or a person that was changed in its place is taken back by the toast; what was typed, by typing. */
import { useTranslation } from 'react-i18next';
import { routes, type FieldMeta, type RecordView } from '#contract';
import { useRoute } from '../../client/index.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { offerUndo } from '../lists/offer-undo.tsx';
import { valuesBack } from './status-reason.ts';
import { useUpdateRecord } from './use-update-record.ts';

const CHOSEN: readonly FieldMeta['type'][] = ['select', 'user', 'reference', 'boolean', 'date'];

/** Offers the way back from a record to what it was before. */
export function useUndoEdit(field: FieldMeta): (changed: RecordView, before: RecordView) => void {
  const { t } = useTranslation(['records', 'common']);
  const localized = useLocalized();
  const update = useUpdateRecord({});
  const entities = useRoute(routes.records.entities, {}, { staleTime: 300_000 }).data?.items;
  return (changed, before) => {
    const meta = entities?.find(({ entity }) => entity === changed.entity);
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
          body: { version: changed.version, fields: valuesBack(meta, before, field.key) },
        }),
    });
  };
}
