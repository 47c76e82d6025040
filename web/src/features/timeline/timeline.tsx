import { Button, Chip, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type RecordView, type TimelineItem } from '#contract';
import { usePages } from '../../client/index.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { RowsSkeleton } from '../../ui/skeletons.tsx';
import { Composer } from './composer.tsx';
import { TimelineEntry } from './timeline-entry.tsx';
import classes from './timeline.module.css';

type Kind = TimelineItem['kind'];
/** What can be switched on and off, each standing for one or more kinds of entry. */
const TOGGLES = {
  activities: ['activity', 'mail'],
  talk: ['comment', 'question'],
  processes: ['process'],
  changes: ['record'],
} as const satisfies Record<string, readonly Kind[]>;
type Toggle = keyof typeof TOGGLES;
const ALL = Object.keys(TOGGLES) as Toggle[];

/** What happened to a record, newest first, and the place to write what happens next. */
export function Timeline({ record }: { readonly record: RecordView }) {
  const { t } = useTranslation(['timeline', 'common']);
  const [toggles, setToggles] = useState<string[]>(ALL);
  const timeline = usePages(routes.records.timeline, {
    params: { entity: record.entity, id: record.id },
    query: { limit: 40 },
  });
  const kinds = new Set<Kind>(ALL.filter((one) => toggles.includes(one)).flatMap((one) => TOGGLES[one]));
  const items = (timeline.data?.pages ?? [])
    .flatMap((page) => page.items)
    .filter((item) => kinds.has(item.kind));
  return (
    <div className={classes.root}>
      <Composer record={record} />
      <Chip.Group multiple value={toggles} onChange={setToggles}>
        <Group gap={6} role="group" aria-label={t('timeline:show')}>
          {ALL.map((one) => (
            <Chip key={one} value={one} size="xs" variant="light" color="gray">
              {t(`timeline:toggles.${one}`)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {timeline.isLoading && <RowsSkeleton rows={6} />}
      {timeline.error && (
        <ErrorState compact error={timeline.error} onRetry={() => void timeline.refetch()} />
      )}
      {timeline.data && items.length === 0 && <EmptyState compact title={t('timeline:empty')} />}
      <ol className={classes.list}>
        {items.map((item) => (
          <TimelineEntry key={item.id} item={item} entity={record.entity} record={record} />
        ))}
      </ol>
      {timeline.hasNextPage && (
        <Button loading={timeline.isFetchingNextPage} onClick={() => void timeline.fetchNextPage()}>
          {t('common:actions.showMore')}
        </Button>
      )}
    </div>
  );
}
