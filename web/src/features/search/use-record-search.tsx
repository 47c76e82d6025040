import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { routes } from '#contract';
import { paths } from '../../app/paths.ts';
import { useRoute } from '../../client/index.ts';
import { EntityIcon } from '../../ui/entity-icon.tsx';
import type { Command, CommandGroupView } from './command.ts';

/** As many as fit above the other commands; the rest has a page. */
const SHOWN = 8;

/** Records that match what is typed, by the caller's rights. */
export function useRecordSearch(query: string): CommandGroupView {
  const { t } = useTranslation('shell');
  const navigate = useNavigate();
  const [settled] = useDebouncedValue(query.trim(), 150);
  const found = useRoute(
    routes.search.search,
    { query: { q: settled || ' ', limit: SHOWN } },
    { enabled: settled.length > 0, keepPrevious: true },
  );
  const items = settled && query.trim() ? (found.data?.items ?? []) : [];
  const all: Command = {
    key: 'records-all',
    label: t('palette.showAll', { q: settled }),
    icon: <IconSearch size={18} />,
    run: () => void navigate(paths.search(settled)),
  };
  return {
    key: 'records',
    label: t('palette.records'),
    commands: [
      ...items.map((record) => ({
        key: `record-${record.entity}-${record.id}`,
        label: record.title,
        description: record.found
          ? t(`palette.foundIn.${record.found.in}`, { text: record.found.text })
          : (record.subtitle ?? undefined),
        icon: <EntityIcon entity={record.entity} size={18} />,
        run: () => void navigate(paths.record(record.entity, record.id)),
      })),
      ...(items.length === SHOWN ? [all] : []),
    ],
  };
}
