import { Button, MultiSelect, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useAction, useReportError, useRoute, type ApiError } from '../../client/index.ts';
import { SidePanel } from '../../ui/side-panel.tsx';
import type { Group, GroupKind } from './groups.ts';

interface GroupPanelProps {
  readonly kind: GroupKind;
  readonly group: Group | null;
  readonly onClose: () => void;
}

/** Name, place and members of a team or territory. */
export function GroupPanel({ kind, group, onClose }: GroupPanelProps) {
  const { t } = useTranslation(['rights', 'common']);
  const report = useReportError();
  const [draft, setDraft] = useState({
    name: group?.name ?? '',
    parentId: group?.parentId ?? null,
    memberIds: group?.memberIds ?? [],
  });
  const [problem, setProblem] = useState<ApiError | null>(null);
  const people = useRoute(routes.admin.people, {}, { staleTime: 300_000 }).data?.items ?? [];
  const territories = useRoute(routes.rights.groups, { params: { kind: 'territory' } }).data?.items ?? [];
  const options = {
    invalidate: [routes.rights.groups, routes.rights.teams],
    onSuccess: onClose,
    onError: (error: ApiError) => (error.fields.length > 0 ? setProblem(error) : report(error)),
  };
  const create = useAction(routes.rights.createGroup, options);
  const update = useAction(routes.rights.updateGroup, options);
  const remove = useAction(routes.rights.deleteGroup, { ...options, onError: report });
  const problemOf = (path: string): string | undefined =>
    problem?.fields.find((field) => field.path.endsWith(path))?.message;
  const save = (): void =>
    group
      ? update.run({ params: { kind, id: group.id }, body: draft })
      : create.run({ params: { kind }, body: draft });
  const newTitle = t(kind === 'team' ? 'rights:groups.newTeam' : 'rights:groups.newTerritory');
  return (
    <SidePanel
      title={group?.name ?? newTitle}
      onClose={onClose}
      footer={
        <>
          {group && (
            <Button loading={remove.pending} onClick={() => remove.run({ params: { kind, id: group.id } })}>
              {t('rights:groups.delete')}
            </Button>
          )}
          <Button variant="filled" loading={create.pending || update.pending} onClick={save}>
            {t('rights:groups.save')}
          </Button>
        </>
      }
    >
      <Stack gap="sm">
        <TextInput
          data-autofocus
          withAsterisk
          label={t('rights:groups.name')}
          value={draft.name}
          error={problemOf('name')}
          onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
        />
        {kind === 'territory' && (
          <Select
            clearable
            label={t('rights:groups.parent')}
            error={problemOf('parentId')}
            data={territories
              .filter((one) => one.id !== group?.id)
              .map((one) => ({ value: one.id, label: one.name }))}
            value={draft.parentId}
            onChange={(parentId) => setDraft({ ...draft, parentId })}
          />
        )}
        <MultiSelect
          searchable
          label={t('rights:groups.members')}
          data={people.map((person) => ({ value: person.id, label: person.name }))}
          value={draft.memberIds}
          onChange={(memberIds) => setDraft({ ...draft, memberIds })}
        />
      </Stack>
    </SidePanel>
  );
}
