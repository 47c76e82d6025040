import { ActionIcon, Text, Tooltip } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type RecordView } from '#contract';
import { paths } from '../../app/paths.ts';
import { useShellPanels } from '../../app/shell/shell-panels.ts';
import { useRoute } from '../../client/index.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/section.tsx';
import { RelatedRow } from './related-row.tsx';
import { useEntity } from './use-entity.ts';
import classes from './related-list.module.css';

interface RelatedListProps {
  readonly record: RecordView;
  readonly relation: keyof typeof ENTITY;
}

const ENTITY = {
  tickets: 'ticket',
  activities: 'activity',
  deals: 'deal',
  leads: 'lead',
  quotes: 'quote',
  orders: 'order',
} as const;
const TITLE = {
  tickets: 'records:related.tickets',
  activities: 'records:related.activities',
  deals: 'sales:related.deals',
  leads: 'sales:related.leads',
  quotes: 'sales:related.quotes',
  orders: 'sales:related.orders',
} as const;
const ADD = {
  tickets: 'records:related.addTicket',
  activities: 'records:related.addActivity',
  deals: 'sales:related.addDeal',
  leads: 'sales:related.addLead',
  quotes: 'sales:related.addQuote',
  orders: 'sales:related.addOrder',
} as const;
/** What most records have none of is shown only when there is some. */
const QUIET: readonly string[] = ['leads', 'quotes', 'orders'];
const SHOWN = 6;

/** Tickets or activities of a record, the newest few, with the way to all of them. */
export function RelatedList({ record, relation }: RelatedListProps) {
  const { t } = useTranslation(['records', 'sales']);
  const panels = useShellPanels();
  const entity = ENTITY[relation];
  const meta = useEntity(entity);
  const related = useRoute(routes.records.related, {
    params: { entity: record.entity, id: record.id, relation },
    query: { limit: SHOWN },
  });
  // The field of the other entity that points here, if it has one: it fills the new record and the whole list.
  const pointer = meta?.fields.find((field) => field.referenceEntity === record.entity && !field.readOnly);
  const add = (): void => {
    if (pointer) panels.open({ kind: 'create', entity, initial: { [pointer.key]: record.id } });
  };
  const whole = pointer
    ? `${paths.records(entity)}?filter=${encodeURIComponent(
        JSON.stringify({ op: 'and', items: [{ field: pointer.key, operator: 'eq', value: record.id }] }),
      )}`
    : null;
  // What may not be seen at all is no list, and what nobody has needs no room.
  if (meta === null || meta?.rights.read === false) return null;
  if (QUIET.includes(relation) && !related.data?.total) return null;
  return (
    <Section
      title={t(
        record.entity === 'ticket' && relation === 'tickets' ? 'sales:related.tickets' : TITLE[relation],
      )}
      count={related.data?.total}
      actions={
        pointer &&
        meta?.rights.create && (
          <Tooltip label={t(ADD[relation])}>
            <ActionIcon aria-label={t(ADD[relation])} onClick={add}>
              <IconPlus size={16} />
            </ActionIcon>
          </Tooltip>
        )
      }
    >
      <Loaded query={related} compact>
        {({ items, total }) => (
          <>
            {items.length === 0 && (
              <Text size="sm" c="dimmed">
                {t('records:related.none')}
              </Text>
            )}
            <ul className={classes.list}>
              {items.map((item) => meta && <RelatedRow key={item.id} meta={meta} record={item} />)}
            </ul>
            {whole && total > items.length && (
              <Link to={whole} className={classes.all}>
                {t('records:related.all', { number: total })}
              </Link>
            )}
          </>
        )}
      </Loaded>
    </Section>
  );
}
