import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { routes } from '#contract';
import { paths } from '../../app/paths.ts';
import { useRoute } from '../../client/index.ts';
import { EntityIcon } from '../../ui/entity-icon.tsx';
import type { CommandGroupView } from './command.ts';

/** The records that this person opened last; what the palette begins with. */
export function useRecentRecords(): CommandGroupView {
  const { t } = useTranslation('shell');
  const navigate = useNavigate();
  const recent = useRoute(routes.search.recentRecords, { query: { limit: 6 } });
  return {
    key: 'recent',
    label: t('palette.recent'),
    commands: (recent.data?.items ?? []).map((record) => ({
      key: `record-${record.entity}-${record.id}`,
      label: record.title,
      icon: <EntityIcon entity={record.entity} size={18} />,
      run: () => void navigate(paths.record(record.entity, record.id)),
    })),
  };
}
