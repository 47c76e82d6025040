import { routes, type TaskDetail } from '#contract';
import { useTranslation } from 'react-i18next';
import { useLive, useRoute } from '../../client/index.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { RecordLink } from '../../ui/record-link.tsx';
import { CardSection } from './card-section.tsx';
import { RecentEvents } from './recent-events.tsx';
import { OpenTickets } from './open-tickets.tsx';
import { RecordFacts } from './record-facts.tsx';
import { RecordProcesses } from './record-processes.tsx';
import classes from './customer-card.module.css';

/** Whom the task is about, beside the work: facts, numbers, what happened last, what is open. */
export function CustomerCard({ task }: { readonly task: TaskDetail }) {
  const { t } = useTranslation('tasks');
  const record = task.customer ?? task.subject;
  const params = { entity: record?.entity ?? '', id: record?.id ?? '' };
  const enabled = record !== null;
  const view = useRoute(routes.records.getRecord, { params }, { enabled });
  useLive(record ? { kind: 'record', entity: record.entity, id: record.id } : null, [
    routes.records.getRecord,
    routes.records.timeline,
    routes.records.related,
    routes.records.relations,
    routes.records.recordProcesses,
  ]);
  return (
    <aside className={classes.card} aria-label={t('card.title')}>
      {!record && <EmptyState compact title={t('card.none')} />}
      {record && (
        <>
          <div className={classes.name}>
            <RecordLink record={record} />
          </div>
          {task.subject && task.customer && <RecordLink record={task.subject} />}
          <Loaded query={view} compact>
            {(loaded) => <RecordFacts record={loaded} />}
          </Loaded>
          {record.entity === 'account' && <OpenTickets accountId={record.id} />}
          <CardSection title={t('card.processes')}>
            <RecordProcesses entity={record.entity} id={record.id} />
          </CardSection>
          <CardSection title={t('card.events')}>
            <RecentEvents entity={record.entity} id={record.id} />
          </CardSection>
        </>
      )}
    </aside>
  );
}
