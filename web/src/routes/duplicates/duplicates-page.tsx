import { SegmentedControl } from '@mantine/core';
import { IconArrowMerge, IconZoomScan } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { routes, type DuplicateCount } from '#contract';
import { useAction, useRoute } from '../../client/index.ts';
import classes from '../../features/audit/audit.module.css';
import { RecordBatchPanel } from '../../features/lists/record-batch-panel.tsx';
import { useEntity } from '../../features/records/use-entity.ts';
import { formatDateTime } from '../../i18n/formats.ts';
import { useLocale, useLocalized } from '../../i18n/use-locale.ts';
import { ConfirmPanel } from '../../ui/confirm-panel.tsx';
import { DeniedState } from '../../ui/error-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { PairList } from './pair-list.tsx';
import { ActionButton } from '../../ui/actions/action-button.tsx';

const COUNTED_MAX = 1_000;
const LOOK_AGAIN_MS = 3_000;

/** Records that seem to be the same, for whoever may merge them; the nightly search finds them. */
export function DuplicatesPage() {
  const { t } = useTranslation('duplicates');
  const [search, setSearch] = useSearchParams();
  const counts = useRoute(routes.duplicates.duplicateCounts, {});
  const kinds = counts.data?.items ?? [];
  const chosen =
    kinds.find((one) => one.entity === search.get('entity')) ?? kinds.find((one) => one.open > 0) ?? kinds[0];
  return (
    <>
      <PageHeader
        title={t('title')}
        meta={t('hint')}
        icon={<IconArrowMerge size={20} />}
        actions={
          chosen && (
            <>
              {chosen.maySearch && <SearchNow key={`search-${chosen.entity}`} count={chosen} />}
              {chosen.safe > 0 && <MergeSafe key={chosen.entity} count={chosen} />}
            </>
          )
        }
      />
      <div className={classes.page}>
        <Loaded query={counts}>
          {() =>
            chosen ? (
              <>
                <SegmentedControl
                  aria-label={t('kind')}
                  value={chosen.entity}
                  data={kinds.map((one) => ({ value: one.entity, label: <KindLabel count={one} /> }))}
                  onChange={(entity) => setSearch({ entity }, { replace: true })}
                />
                <PairList key={chosen.entity} entity={chosen.entity} />
              </>
            ) : (
              <DeniedState />
            )
          }
        </Loaded>
      </div>
    </>
  );
}

function KindLabel({ count }: { readonly count: DuplicateCount }) {
  const localized = useLocalized();
  const meta = useEntity(count.entity);
  const open = count.open >= COUNTED_MAX ? `${COUNTED_MAX}+` : String(count.open);
  return (
    <>
      {meta ? localized(meta.pluralLabel) : count.entity} <span className={classes.dim}>{open}</span>
    </>
  );
}

/** Everything written since the last search is compared now, and not at night. */
function SearchNow({ count }: { readonly count: DuplicateCount }) {
  const { t } = useTranslation('duplicates');
  const locale = useLocale();
  // A search of a large company takes its time.
  useRoute(
    routes.duplicates.duplicateCounts,
    {},
    count.isSearching ? { refetchInterval: LOOK_AGAIN_MS } : {},
  );
  const search = useAction(routes.duplicates.searchDuplicates, {
    invalidate: [routes.duplicates.duplicatePairs, routes.duplicates.duplicateCounts],
  });
  const isBusy = search.pending || count.isSearching;
  const searchedAt = count.searchedAt && formatDateTime(locale, count.searchedAt);
  return (
    <ActionButton
      variant="default"
      loading={isBusy}
      title={searchedAt ? t('searchedAt', { at: searchedAt }) : undefined}
      action={{
        name: 'search-pairs',
        label: t('searchNow'),
        icon: IconZoomScan,
        run: () => search.run({ body: { entity: count.entity } }),
      }}
    />
  );
}

/** Pairs that nobody need look at one by one, merged as a batch that can be taken back. */
function MergeSafe({ count }: { readonly count: DuplicateCount }) {
  const { t } = useTranslation('duplicates');
  const [asking, setAsking] = useState(false);
  const [batch, setBatch] = useState<string | null>(null);
  const begin = useAction(routes.duplicates.mergeSafe, {
    onSuccess: (begun) => {
      setAsking(false);
      setBatch(begun.id);
    },
  });
  return (
    <>
      <ActionButton
        action={{
          name: 'merge-safe',
          label: t('mergeSafe', { count: count.safe }),
          run: () => setAsking(true),
        }}
      />
      {asking && (
        <ConfirmPanel
          title={t('mergeSafe', { count: count.safe })}
          message={t('mergeSafeHint')}
          confirmLabel={t('mergeSafeRun')}
          pending={begin.pending}
          onConfirm={() => begin.run({ body: { entity: count.entity } })}
          onClose={() => setAsking(false)}
        />
      )}
      {batch && (
        <RecordBatchPanel key={batch} batchId={batch} onUndo={setBatch} onClose={() => setBatch(null)} />
      )}
    </>
  );
}
