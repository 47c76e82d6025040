import { Button, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type StructureDepartment } from '#contract';
import { useAction, useRoute } from '../../client/index.ts';
import { SidePanel } from '../../ui/side-panel.tsx';
import { useSaveSetting } from '../settings/use-save-setting.ts';
import { departmentsInOrder } from './departments-in-order.ts';
import { NamedFields } from './named-fields.tsx';
import { StructureUses } from './structure-uses.tsx';
import { STRUCTURE_READS, useInUse } from './use-structure-action.ts';

export type DepartmentDraft = Pick<StructureDepartment, 'name' | 'nameRu' | 'code' | 'parentId'>;

interface DepartmentPanelProps {
  /** Null for a new one. */
  readonly department: StructureDepartment | null;
  readonly initial: DepartmentDraft;
  /** A new one was made. */
  readonly onMade: () => void;
  readonly onClose: () => void;
}

/** Makes, renames, moves and removes a department. */
export function DepartmentPanel({ department, initial, onMade, onClose }: DepartmentPanelProps) {
  const { t } = useTranslation('structure');
  const table = routes.structure;
  const all = useRoute(table.structure).data?.departments ?? [];
  const [draft, setDraft] = useState<DepartmentDraft>(initial);
  const set = (part: Partial<DepartmentDraft>): void => setDraft({ ...draft, ...part });
  const { inUse, explain, onError } = useInUse();
  const options = { invalidate: STRUCTURE_READS, explain };
  const create = useSaveSetting(table.createDepartment, { ...options, onSaved: onMade });
  const update = useSaveSetting(table.updateDepartment, { ...options, onSaved: onClose });
  const remove = useAction(table.deleteDepartment, {
    invalidate: STRUCTURE_READS,
    onSuccess: onClose,
    onError,
  });
  const problemOf = department ? update.problemOf : create.problemOf;
  const save = (): void =>
    department
      ? update.save.run({ params: { id: department.id }, body: { ...draft, version: department.version } })
      : create.save.run({ body: draft });
  const places = departmentsInOrder(all).filter(
    ({ id, above }) => id !== department?.id && !above.includes(department?.id ?? ''),
  );
  return (
    <SidePanel
      title={department?.name ?? t('newDepartment')}
      onClose={onClose}
      footer={
        <>
          {department && (
            <Button loading={remove.pending} onClick={() => remove.run({ params: { id: department.id } })}>
              {t('remove')}
            </Button>
          )}
          <Button variant="filled" loading={create.save.pending || update.save.pending} onClick={save}>
            {t('save')}
          </Button>
        </>
      }
    >
      <Stack gap="sm">
        <NamedFields kind="department" draft={draft} problemOf={problemOf} onChange={set} />
        <Select
          searchable
          clearable
          label={t('lies')}
          placeholder={t('top')}
          error={problemOf('parentId')}
          data={places.map(({ id, name, depth }) => ({ value: id, label: `${'– '.repeat(depth)}${name}` }))}
          value={draft.parentId}
          onChange={(parentId) => set({ parentId })}
        />
        {inUse && <StructureUses error={inUse} />}
      </Stack>
    </SidePanel>
  );
}
