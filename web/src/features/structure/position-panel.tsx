import { Button, Select, Stack, Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type StructurePosition } from '#contract';
import { useAction, useRoute } from '../../client/index.ts';
import { SidePanel } from '../../ui/side-panel.tsx';
import { useSaveSetting } from '../settings/use-save-setting.ts';
import { departmentsInOrder } from './departments-in-order.ts';
import { NamedFields } from './named-fields.tsx';
import { PositionHolders } from './position-holders.tsx';
import { StructureUses } from './structure-uses.tsx';
import { STRUCTURE_READS, useInUse } from './use-structure-action.ts';

export type PositionDraft = Pick<StructurePosition, 'title' | 'titleRu' | 'code' | 'departmentId' | 'isHead'>;

interface PositionPanelProps {
  /** Null for a new one. */
  readonly position: StructurePosition | null;
  readonly initial: PositionDraft;
  /** A new one was made: people can be appointed now. */
  readonly onMade: (position: StructurePosition) => void;
  readonly onClose: () => void;
}

/** Makes, renames, moves and removes a position, and says who holds it. */
export function PositionPanel({ position, initial, onMade, onClose }: PositionPanelProps) {
  const { t } = useTranslation('structure');
  const table = routes.structure;
  const departments = useRoute(table.structure).data?.departments ?? [];
  const [draft, setDraft] = useState<PositionDraft>(initial);
  const set = (part: Partial<PositionDraft>): void => setDraft({ ...draft, ...part });
  const { inUse, explain, onError } = useInUse();
  const options = { invalidate: STRUCTURE_READS, explain };
  const create = useSaveSetting(table.createPosition, { ...options, onSaved: () => undefined });
  const update = useSaveSetting(table.updatePosition, { ...options, onSaved: onClose });
  const remove = useAction(table.deletePosition, {
    invalidate: STRUCTURE_READS,
    onSuccess: onClose,
    onError,
  });
  const problemOf = position ? update.problemOf : create.problemOf;
  const save = (): void => {
    if (position)
      update.save.run({ params: { id: position.id }, body: { ...draft, version: position.version } });
    else create.save.runAsync({ body: draft }).then(onMade, () => undefined);
  };
  return (
    <SidePanel
      title={position?.title ?? t('newPosition')}
      onClose={onClose}
      footer={
        <>
          {position && (
            <Button loading={remove.pending} onClick={() => remove.run({ params: { id: position.id } })}>
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
        <NamedFields
          kind="position"
          draft={{ name: draft.title, nameRu: draft.titleRu, code: draft.code }}
          problemOf={problemOf}
          onChange={({ name, nameRu, code }) =>
            set({
              ...(name === undefined ? {} : { title: name }),
              ...(nameRu === undefined ? {} : { titleRu: nameRu }),
              ...(code === undefined ? {} : { code }),
            })
          }
        />
        <Select
          searchable
          allowDeselect={false}
          withAsterisk
          label={t('department')}
          error={problemOf('departmentId')}
          data={departmentsInOrder(departments).map(({ id, name, depth }) => ({
            value: id,
            label: `${'– '.repeat(depth)}${name}`,
          }))}
          value={draft.departmentId}
          onChange={(departmentId) => departmentId !== null && set({ departmentId })}
        />
        <Switch
          label={t('isHead')}
          description={t('isHeadHint')}
          checked={draft.isHead}
          onChange={(event) => set({ isHead: event.currentTarget.checked })}
        />
        {inUse && <StructureUses error={inUse} />}
        {position && <PositionHolders position={position} />}
      </Stack>
    </SidePanel>
  );
}
