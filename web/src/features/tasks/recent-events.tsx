import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useRoute } from '../../client/index.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { TimelineEntry } from '../timeline/timeline-entry.tsx';
import classes from './card-list.module.css';

const EVENTS_MAX = 5;

/** The last events of the record's timeline. */
export function RecentEvents({ entity, id }: { readonly entity: string; readonly id: string }) {
  const { t } = useTranslation('tasks');
  const timeline = useRoute(routes.records.timeline, {
    params: { entity, id },
    query: { limit: EVENTS_MAX },
  });
  return (
    <Loaded query={timeline} compact>
      {({ items }) =>
        items.length === 0 ? (
          <Text size="sm">{t('card.noEvents')}</Text>
        ) : (
          <ul className={classes.list}>
            {items.map((item) => (
              <TimelineEntry key={item.id} item={item} entity={entity} />
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}
