import { notifications } from '@mantine/notifications';
import { useEffect, useEffectEvent } from 'react';
import { Navigate, useParams } from 'react-router';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { paths } from '../../app/paths.ts';
import { useLive, useRoute } from '../../client/index.ts';
import { UnknownKind } from '../../features/records/unknown-kind.tsx';
import { useEntity } from '../../features/records/use-entity.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { PageSkeleton } from '../../ui/skeletons.tsx';
import { RecordView } from './record-view.tsx';
import { useVisit } from './use-visit.ts';

/** Everything that a change of the record, or of what hangs on it, makes stale. */
const STALE = [
  routes.records.getRecord,
  routes.records.timeline,
  routes.records.recordProcesses,
  routes.records.related,
  routes.records.relations,
  routes.records.activityAbout,
  routes.records.accountContacts,
  routes.sales.recordPath,
  routes.sales.dealContacts,
  routes.orders.lineItems,
  routes.orders.payments,
  routes.leads.leadConversion,
  routes.sla.ticketClocks,
  routes.collaboration.recordTags,
  routes.collaboration.recordFiles,
  routes.collaboration.orgChart,
  routes.lifecycle.lifecycleHistory,
  routes.privacy.recordConsents,
] as const;

const CONNECTED = [routes.records.timeline, routes.records.related, routes.records.relations] as const;

/** The page of one record. */
export function RecordPage() {
  const { entity = '', id = '' } = useParams();
  const meta = useEntity(entity);
  const record = useRoute(routes.records.getRecord, { params: { entity, id } });
  useLive({ kind: 'record', entity, id }, STALE);
  useVisit(record.data);
  // What hangs on the record tells its own rooms: a new activity or ticket shows here, too.
  useLive({ kind: 'list', entity: 'activity' }, CONNECTED);
  useLive(entity === 'ticket' ? null : { kind: 'list', entity: 'ticket' }, CONNECTED);
  if (meta === null) return <UnknownKind />;
  if (meta === undefined) return <PageSkeleton />;
  return (
    <Loaded query={record} skeleton={<PageSkeleton />}>
      {(view) =>
        view.id === id ? (
          <RecordView key={view.id} meta={meta} record={view} />
        ) : (
          <FollowMerge to={paths.record(entity, view.id)} />
        )
      }
    </Loaded>
  );
}

/** It was merged into another one: its address leads there, and says so. */
function FollowMerge({ to }: { readonly to: string }) {
  const { t } = useTranslation(['records', 'common']);
  const tell = useEffectEvent(() =>
    notifications.show({
      id: `followed ${to}`,
      message: t('records:merge.followed'),
      color: 'accent',
      closeButtonProps: { 'aria-label': t('common:actions.close') },
    }),
  );
  useEffect(() => {
    tell();
  }, []);
  return <Navigate replace to={to} />;
}
