import { Button, Group } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type BinItem, type TakenOut } from '#contract';
import { paths } from '../../app/paths.ts';
import { useAction, usePages, useRoute } from '../../client/index.ts';
import classes from '../../features/audit/audit.module.css';
import { Sample } from '../../features/help/sample.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RowsSkeleton } from '../../ui/skeletons.tsx';
import { BinFilters, NO_FILTER } from './bin-filters.tsx';
import { BinRow } from './bin-row.tsx';
import { ActionButton } from '../../ui/actions/action-button.tsx';

const TYPING_MS = 250;
/** As many as the server takes out at once. */
const PICKED_MAX = 200;

/** What was deleted and can be taken out again, one by one or several at once. */
export function BinPage() {
  const { t } = useTranslation('audit');
  const [filter, setFilter] = useState(NO_FILTER);
  const [picked, setPicked] = useState<ReadonlyMap<string, BinItem>>(new Map());
  const [refused, setRefused] = useState<ReadonlyMap<string, TakenOut['refusal']>>(new Map());
  const [q] = useDebouncedValue(filter.q.trim(), TYPING_MS);
  const entities = useRoute(routes.records.entities, {}, { staleTime: 300_000 }).data?.items ?? [];
  const { entity, deletedBy } = filter;
  const query = { q: q || undefined, entity: entity || undefined, deletedBy: deletedBy ?? undefined };
  const bin = usePages(routes.audit.bin, { query }, { keepPrevious: true });
  const items = bin.data?.pages.flatMap((page) => page.items);
  const isFiltered = q !== '' || entity !== '' || deletedBy !== null;
  const restore = useAction(routes.audit.restoreRecords, {
    invalidate: [routes.audit.bin, routes.records.listRecords],
    onSuccess: (answer) => {
      const stayed = answer.items.filter((one) => one.refusal !== null);
      setRefused(new Map(stayed.map((one) => [one.id, one.refusal])));
      setPicked(new Map());
      const count = answer.items.length - stayed.length;
      notifications.show({
        message: t('bin.restoredMany', { count }),
        color: 'accent',
        ...(stayed.length > 0 && { title: t('bin.stayed', { count: stayed.length }), color: 'yellow' }),
      });
    },
  });
  const pick = (item: BinItem, isPicked: boolean): void => {
    const next = new Map(picked);
    if (isPicked) next.set(item.id, item);
    else next.delete(item.id);
    setPicked(next);
  };
  const records = [...picked.values()]
    .slice(0, PICKED_MAX)
    .map((item) => ({ entity: item.entity, id: item.id }));
  return (
    <>
      <PageHeader
        title={t('bin.title')}
        meta={bin.data?.pages[0] && t('bin.hint', { count: bin.data.pages[0].keptDays })}
        icon={<IconTrash size={20} />}
      />
      <div className={classes.page}>
        <BinFilters filter={filter} entities={entities} onChange={setFilter} />
        {picked.size > 0 && (
          <Group mb="sm">
            <ActionButton
              variant="filled"
              loading={restore.pending}
              action={{
                name: 'restore',
                label: t('bin.restoreMany', { count: records.length }),
                run: () => restore.run({ body: { records } }),
              }}
            />
          </Group>
        )}
        {!items && bin.error && <ErrorState error={bin.error} onRetry={() => void bin.refetch()} />}
        {!items && !bin.error && <RowsSkeleton rows={8} />}
        {items?.length === 0 && (isFiltered ? <EmptyState compact title={t('bin.nothing')} /> : <EmptyBin />)}
        <ul className={classes.list} aria-label={t('bin.title')}>
          {items?.map((item) => (
            <BinRow
              key={`${item.entity}:${item.id}`}
              item={item}
              meta={entities.find((one) => one.entity === item.entity)}
              isPicked={picked.has(item.id)}
              refusal={refused.get(item.id) ?? null}
              onPick={(isPicked) => pick(item, isPicked)}
            />
          ))}
        </ul>
        {bin.hasNextPage && (
          <Button mt="md" loading={bin.isFetchingNextPage} onClick={() => void bin.fetchNextPage()}>
            {t('bin.more')}
          </Button>
        )}
      </div>
    </>
  );
}

function EmptyBin() {
  const { t } = useTranslation('audit');
  return (
    <EmptyState
      title={t('bin.empty')}
      message={t('bin.emptyHint')}
      action={
        <Button component={Link} to={paths.home()}>
          {t('bin.toHome')}
        </Button>
      }
      sample={<Sample of="deleted" />}
    />
  );
}
