import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useMe } from '../../app/me-context.ts';
import { useAction, useRoute } from '../../client/index.ts';
import { STRUCTURE_READS } from '../../features/structure/use-structure-action.ts';

/** Hangs a department below another, or at the top. */
export function useMoveDepartment(): { move(id: string, parentId: string | null): void } {
  const { t } = useTranslation('structure');
  const { isAdmin } = useMe();
  const structure = useRoute(routes.structure.structure, {}, { enabled: isAdmin });
  const update = useAction(routes.structure.updateDepartment, {
    invalidate: STRUCTURE_READS,
    onSuccess: ({ name }) => notifications.show({ message: t('moved', { name }), color: 'accent' }),
  });
  return {
    move(id, parentId) {
      const department = structure.data?.departments.find((one) => one.id === id);
      if (!department || department.parentId === parentId) return;
      const { name, nameRu, code, version } = department;
      update.run({ params: { id }, body: { name, nameRu, code, parentId, version } });
    },
  };
}
