import { Button, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type SavedView, type ViewContent } from '#contract';
import { useAction } from '../../client/index.ts';
import { BoardLimits } from './board-limits.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';

export type SavedContent = Pick<ViewContent, 'kind' | 'filter' | 'columns' | 'sort' | 'group' | 'settings'>;

interface SaveViewPanelProps {
  readonly entity: string;
  /** Null makes a new one. */
  readonly view: SavedView | null;
  readonly content: SavedContent;
  readonly mayShowTo: { readonly all: boolean; readonly teams: readonly { id: string; name: string }[] };
  readonly onSaved: (view: SavedView) => void;
  readonly onClose: () => void;
}

/** Name of a view and who sees it; only those are offered to whom the person may show it. */
export function SaveViewPanel({ entity, view, content, mayShowTo, onSaved, onClose }: SaveViewPanelProps) {
  const { t } = useTranslation(['lists', 'common']);
  const [name, setName] = useState(view?.name ?? '');
  const [audience, setAudience] = useState(view?.teamId ?? view?.audience ?? 'own');
  const options = { invalidate: [routes.views.listViews], onSuccess: onSaved };
  const create = useAction(routes.views.createView, options);
  const update = useAction(routes.views.updateView, options);
  const audiences = [
    { value: 'own', label: t('lists:views.audience.own') },
    ...mayShowTo.teams.map((team) => ({
      value: team.id,
      label: t('lists:views.ofTeam', { name: team.name }),
    })),
    ...(mayShowTo.all ? [{ value: 'all', label: t('lists:views.audience.all') }] : []),
  ];
  const [limits, setLimits] = useState(content.settings?.limits ?? {});
  const save = (): void => {
    const isTeam = audience !== 'own' && audience !== 'all';
    const body = {
      ...content,
      settings: { ...content.settings, limits: content.kind === 'kanban' ? limits : undefined },
      name: name.trim(),
      audience: isTeam ? ('team' as const) : (audience as 'own' | 'all'),
      teamId: isTeam ? audience : null,
    };
    if (view) update.run({ params: { id: view.id }, body: { ...body, version: view.version } });
    else create.run({ params: { entity }, body });
  };
  return (
    <SidePanel
      title={t(view ? 'lists:views.change' : 'lists:views.saveAs')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button
            variant="filled"
            disabled={name.trim() === ''}
            loading={create.pending || update.pending}
            onClick={save}
          >
            {t('common:actions.save')}
          </Button>
        </>
      }
    >
      <Stack>
        <TextInput
          label={t('lists:views.name')}
          withAsterisk
          maxLength={80}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label={t('lists:views.who')}
          allowDeselect={false}
          data={audiences}
          value={audience}
          onChange={(value) => setAudience(value ?? 'own')}
        />
        {content.kind === 'kanban' && (
          <BoardLimits entity={entity} settings={content.settings} limits={limits} onChange={setLimits} />
        )}
      </Stack>
    </SidePanel>
  );
}
