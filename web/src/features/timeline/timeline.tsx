import { Button, Chip, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, TIMELINE_PARTS, type RecordView } from '#contract';
import { usePages } from '../../client/index.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { RowsSkeleton } from '../../ui/skeletons.tsx';
import { Composer } from './composer.tsx';
import { TimelineEntry } from './timeline-entry.tsx';
import classes from './timeline.module.css';

/** What happened to a record, newest first, and the place to write what happens next. */
export function Timeline({ record }: { readonly record: RecordView }) {
  const { t } = useTranslation(['timeline', 'common']);
  const [chosen, setChosen] = useState<string[]>([...TIMELINE_PARTS]);
  const parts = TIMELINE_PARTS.filter((part) => chosen.includes(part));
  const isWhole = parts.length === TIMELINE_PARTS.length;
  const timeline = usePages(
    routes.records.timeline,
    {
      params: { entity: record.entity, id: record.id },
      query: { limit: 40, ...(!isWhole && { parts: parts.join(',') }) },
    },
    { enabled: parts.length > 0, keepPrevious: true },
  );
  const items = parts.length === 0 ? [] : (timeline.data?.pages ?? []).flatMap((page) => page.items);
  return (
    <div className={classes.root}>
      <Composer record={record} />
      <Chip.Group multiple value={chosen} onChange={setChosen}>
        <Group gap={6} role="group" aria-label={t('timeline:show')}>
          {TIMELINE_PARTS.map((part) => (
            <Chip key={part} value={part} size="xs" variant="light" color="gray">
              {t(`timeline:toggles.${part}`)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {timeline.isLoading && <RowsSkeleton rows={6} />}
      {timeline.error && (
        <ErrorState compact error={timeline.error} onRetry={() => void timeline.refetch()} />
      )}
      {(timeline.data !== undefined || parts.length === 0) && items.length === 0 && (
        <EmptyState compact title={t('timeline:empty')} />
      )}
      <ol className={classes.list}>
        {items.map((item) => (
          <TimelineEntry key={item.id} item={item} entity={record.entity} record={record} />
        ))}
      </ol>
      {parts.length > 0 && timeline.hasNextPage && (
        <Button loading={timeline.isFetchingNextPage} onClick={() => void timeline.fetchNextPage()}>
          {t('common:actions.showMore')}
        </Button>
      )}
    </div>
  );
}
