import { IconEye } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { routes } from '#contract';
import { paths } from '../../app/paths.ts';
import { useRoute } from '../../client/index.ts';
import type { Command } from './command.ts';

/** The list that is on the screen: its address, and the name under which its views are kept. */
function listAt(pathname: string): string | null {
  if (pathname === paths.tasks()) return 'user_task';
  if (pathname === paths.instances()) return 'process_instance';
  return /^\/records\/([a-z_]+)$/.exec(pathname)?.[1] ?? null;
}

/** Saved views of the list that is on the screen. */
export function useViewCommands(): readonly Command[] {
  const { t } = useTranslation('shell');
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const entity = listAt(pathname);
  const views = useRoute(
    routes.views.listViews,
    { params: { entity: entity ?? 'account' } },
    { enabled: entity !== null, staleTime: 60_000 },
  );
  if (entity === null) return [];
  return (views.data?.items ?? []).map((view) => ({
    key: `view-${view.id}`,
    label: t('palette.view', { name: view.name }),
    icon: <IconEye size={18} aria-hidden />,
    run: () => void navigate(`${pathname}?view=${view.id}`),
  }));
}
