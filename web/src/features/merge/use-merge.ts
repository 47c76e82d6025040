import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useAction, useRoute } from '../../client/index.ts';
import { offerUndo } from '../lists/offer-undo.tsx';
import { type Compared, MERGE_CHANGES } from './compared.ts';
import { useUndoMerge } from './use-undo-merge.ts';

export type MergeSide = 'survivor' | 'loser';
export type MergeChoices = Readonly<Record<string, MergeSide>>;

/** Two records on their way to become one: what would come of each field, what was chosen, and the merge itself. */
export function useMerge(
  pair: { readonly entity: Compared; readonly survivorId: string; readonly loserId: string | null },
  onMerged: () => void,
) {
  const { t } = useTranslation(['records', 'common']);
  const { entity, survivorId } = pair;
  const loserId = pair.loserId ?? survivorId;
  const isPair = loserId !== survivorId;
  const [choices, setChoices] = useState<MergeChoices>({});
  const query = { entity, survivorId, loserId };
  const options = { enabled: isPair };
  const preview = useRoute(routes.duplicates.previewMerge, { query }, options);
  const survivor = useRoute(routes.records.getRecord, { params: { entity, id: survivorId } }, options);
  const loser = useRoute(routes.records.getRecord, { params: { entity, id: loserId } }, options);
  const undo = useUndoMerge();
  const merge = useAction(routes.duplicates.mergeRecords, {
    invalidate: MERGE_CHANGES,
    onSuccess: ({ id, processes }) => {
      const title = preview.data?.survivor.title ?? '';
      const done = t('records:merge.done', { name: title });
      const message = processes > 0 ? `${done}. ${t('records:merge.processes', { count: processes })}` : done;
      offerUndo({
        id: `merge-${id}`,
        message,
        undo: t('common:actions.undo'),
        onUndo: () => undo.run({ params: { id } }),
      });
      onMerged();
    },
  });
  return {
    isPair,
    preview,
    records: survivor.data && loser.data ? { survivor: survivor.data, loser: loser.data } : null,
    choices,
    choose: (key: string, side: MergeSide) => setChoices({ ...choices, [key]: side }),
    /** Other records, or the same the other way round: what was chosen means nothing for them. */
    reset: () => setChoices({}),
    pending: merge.pending,
    run: () => {
      if (!preview.data) return;
      const versions = { survivor: preview.data.survivor.version, loser: preview.data.loser.version };
      merge.run({ body: { ...query, choices, versions } });
    },
  };
}
