import { Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useAction, useRoute } from '../../client/index.ts';
import { MergeComparison } from './merge-comparison.tsx';
import { ManyComparison } from './many-comparison.tsx';
import { MergeSidePanel } from './merge-side-panel.tsx';
import type { Compared } from './compared.ts';
import { useMerge } from './use-merge.ts';

interface MergeSelectionPanelProps {
  readonly entity: Compared;
  /** Two to ten. */
  readonly ids: readonly string[];
  /** Two records are merged at once, more of them as a batch. */
  readonly onMerged: () => void;
  readonly onBatch: (batchId: string) => void;
  readonly onClose: () => void;
}

/** Records chosen in a list become one of them: which of them stays, and whose value each field has. */
export function MergeSelectionPanel({ entity, ids, onMerged, onBatch, onClose }: MergeSelectionPanelProps) {
  const { t } = useTranslation('records');
  const [survivorId, setSurvivorId] = useState(ids[0] ?? '');
  const [choices, setChoices] = useState<Readonly<Record<string, string>>>({});
  const losers = ids.filter((id) => id !== survivorId);
  const isMany = losers.length > 1;
  const pair = useMerge({ entity, survivorId, loserId: isMany ? null : (losers[0] ?? null) }, onMerged);
  const preview = useRoute(
    routes.duplicates.previewMergeMany,
    { query: { entity, survivorId, loserIds: losers.join(',') } },
    { enabled: isMany },
  );
  const many = useAction(routes.duplicates.mergeMany, { onSuccess: (batch) => onBatch(batch.id) });
  const run = (): void => {
    if (!isMany) pair.run();
    else if (preview.data) {
      // What is on the screen is what happens: the rules are asked once, here.
      const shown = preview.data.fields.filter((field) => !field.isFixed);
      const wanted = Object.fromEntries(shown.map(({ key, from }) => [key, choices[key] ?? from]));
      many.run({ body: { entity, survivorId, loserIds: losers, choices: wanted } });
    }
  };
  return (
    <MergeSidePanel
      title={t('merge.selection', { count: ids.length })}
      hint={t(isMany ? 'merge.hintMany' : 'merge.hintPair')}
      ready={isMany ? preview.data !== undefined : pair.preview.data !== undefined}
      pending={pair.pending || many.pending}
      onRun={run}
      onClose={onClose}
    >
      <Radio.Group
        label={t('merge.keep')}
        value={survivorId}
        onChange={(id) => {
          setSurvivorId(id);
          setChoices({});
          pair.reset();
        }}
      >
        <Stack gap={8} mt={6}>
          {ids.map((id) => (
            <Choice key={id} entity={entity} id={id} />
          ))}
        </Stack>
      </Radio.Group>
      {isMany ? (
        <ManyComparison
          entity={entity}
          preview={preview}
          choices={choices}
          onChoose={(key, id) => setChoices({ ...choices, [key]: id })}
        />
      ) : (
        <MergeComparison merge={pair} />
      )}
    </MergeSidePanel>
  );
}

function Choice({ entity, id }: { readonly entity: Compared; readonly id: string }) {
  const { t } = useTranslation('common');
  const record = useRoute(routes.records.getRecord, { params: { entity, id } }).data;
  const known = record && [record.title, record.number, record.fields.email ?? record.fields.phone];
  const label = known ? known.filter(Boolean).join(' · ') : t('words.unknown');
  return <Radio value={id} label={label} />;
}
