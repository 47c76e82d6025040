import { useParams } from 'react-router';
import { useTranslation } from 'react-i18next';
import { useEntity } from '../../features/records/use-entity.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { DeniedState } from '../../ui/error-state.tsx';
import { PageSkeleton } from '../../ui/skeletons.tsx';
import { RecordList } from './record-list.tsx';

/** The list of one entity. */
export function RecordsPage() {
  const { entity = '' } = useParams();
  const { t } = useTranslation('records');
  const meta = useEntity(entity);
  if (meta === undefined) return <PageSkeleton />;
  if (meta === null) return <EmptyState title={t('list.unknownEntity')} />;
  if (!meta.rights.read) return <DeniedState />;
  return <RecordList key={meta.entity} meta={meta} />;
}
