import { useDebouncedValue } from '@mantine/hooks';
import { IconActivityHeartbeat } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { routes } from '#contract';
import { paths } from '../../app/paths.ts';
import { useRoute } from '../../client/index.ts';
import type { CommandGroupView } from './command.ts';

const SHORTEST = 3;

/** Instances of processes by name, business key or id, as far as the caller may watch them. */
export function useInstanceSearch(query: string): CommandGroupView {
  const { t } = useTranslation('shell');
  const navigate = useNavigate();
  const [settled] = useDebouncedValue(query.trim(), 250);
  const isAsked = settled.length >= SHORTEST;
  const found = useRoute(
    routes.instances.listInstances,
    { query: { q: settled || ' ', limit: 4 } },
    { enabled: isAsked, keepPrevious: true },
  );
  const items = isAsked && query.trim() ? (found.data?.items ?? []) : [];
  return {
    key: 'instances',
    label: t('palette.instances'),
    commands: items.map((instance) => ({
      key: `instance-${instance.id}`,
      label: instance.title,
      description: instance.processName,
      icon: <IconActivityHeartbeat size={18} stroke={1.6} aria-hidden />,
      run: () => void navigate(paths.instance(instance.id)),
    })),
  };
}
