import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import {
  IconDeviceFloppy,
  IconDots,
  IconStar,
  IconStarFilled,
  IconTrash,
  IconUsers,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type EntityMeta, type SavedView } from '#contract';
import { useAction } from '../../client/index.ts';
import { isShipped } from './shipped-views.ts';
import { offerUndo } from './offer-undo.tsx';
import { SaveViewPanel, type SavedContent } from './save-view-panel.tsx';
import classes from './lists.module.css';

interface ViewTabsProps {
  readonly meta: EntityMeta;
  readonly views: readonly SavedView[];
  readonly current: SavedView | null;
  readonly changed: boolean;
  readonly content: SavedContent;
  readonly mayShowTo: { readonly all: boolean; readonly teams: readonly { id: string; name: string }[] };
  /** Null is the plain list. */
  readonly onChoose: (id: string | null) => void;
}

/** Saved views as tabs, one's own first; what was changed can be kept, and one view can open the list. */
export function ViewTabs({ meta, views, current, changed, content, mayShowTo, onChoose }: ViewTabsProps) {
  const { t } = useTranslation(['lists', 'common']);
  const [panel, setPanel] = useState<'new' | 'edit' | null>(null);
  const params = { entity: meta.entity };
  const options = { invalidate: [routes.views.listViews] };
  const update = useAction(routes.views.updateView, {
    ...options,
    onSuccess: (view) => onChoose(view.id),
  });
  const create = useAction(routes.views.createView, { ...options, onSuccess: (view) => onChoose(view.id) });
  const removal = useAction(routes.views.removeView, options);
  const remove = (view: SavedView): void => {
    const { name, audience, teamId, kind, filter, columns, sort, group, settings } = view;
    const kept = { name, audience, teamId, kind, filter, columns, sort, group, settings };
    void removal
      .runAsync({ params: { id: view.id } })
      .then(() => {
        onChoose(null);
        offerUndo({
          id: `view-${view.id}`,
          message: t('lists:views.removed', { name }),
          undo: t('common:actions.undo'),
          onUndo: () => create.run({ params, body: kept }),
        });
      })
      // Already told.
      .catch(() => undefined);
  };
  const makeDefault = useAction(routes.views.setDefaultView, options);
  const overwrite = (view: SavedView): void =>
    update.run({
      params: { id: view.id },
      body: {
        name: view.name,
        audience: view.audience,
        teamId: view.teamId,
        ...content,
        version: view.version,
      },
    });
  return (
    <>
      <div className={classes.tabs} role="group" aria-label={t('lists:views.label')}>
        <button
          type="button"
          className={classes.tab}
          aria-pressed={current === null}
          onClick={() => onChoose(null)}
        >
          {t('lists:views.plain')}
        </button>
        {views.map((view) => (
          <button
            key={view.id}
            type="button"
            className={classes.tab}
            aria-pressed={view.id === current?.id}
            onClick={() => onChoose(view.id)}
          >
            {view.name}
            {view.audience !== 'own' && (
              <IconUsers size={13} aria-label={t(`lists:views.audience.${view.audience}`)} role="img" />
            )}
          </button>
        ))}
        {current && changed && current.mayEdit && (
          <Button
            size="compact-sm"
            leftSection={<IconDeviceFloppy size={14} aria-hidden />}
            loading={update.pending}
            onClick={() => overwrite(current)}
          >
            {t('lists:views.save')}
          </Button>
        )}
        <Button size="compact-sm" variant="subtle" onClick={() => setPanel('new')}>
          {t('lists:views.saveAs')}
        </Button>
        {current && !isShipped(current) && (
          <Menu position="bottom-start">
            <Menu.Target>
              <Tooltip label={t('lists:views.actions')}>
                <ActionIcon size={26} aria-label={t('lists:views.actions')}>
                  <IconDots size={16} />
                </ActionIcon>
              </Tooltip>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                leftSection={current.isDefault ? <IconStarFilled size={15} /> : <IconStar size={15} />}
                onClick={() =>
                  makeDefault.run({ params, body: { viewId: current.isDefault ? null : current.id } })
                }
              >
                {t(current.isDefault ? 'lists:views.noDefault' : 'lists:views.makeDefault')}
              </Menu.Item>
              {current.mayEdit && (
                <Menu.Item leftSection={<IconUsers size={15} />} onClick={() => setPanel('edit')}>
                  {t('lists:views.change')}
                </Menu.Item>
              )}
              {current.mayEdit && (
                <Menu.Item leftSection={<IconTrash size={15} />} onClick={() => remove(current)}>
                  {t('lists:views.remove')}
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      {panel && (
        <SaveViewPanel
          entity={meta.entity}
          view={panel === 'edit' ? current : null}
          content={content}
          mayShowTo={mayShowTo}
          onSaved={(view) => {
            setPanel(null);
            onChoose(view.id);
          }}
          onClose={() => setPanel(null)}
        />
      )}
    </>
  );
}
