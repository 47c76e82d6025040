import { IconDeviceFloppy, IconStar, IconStarFilled, IconTrash, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type EntityMeta, type SavedView } from '#contract';
import { useAction } from '../../client/index.ts';
import { isShipped } from './shipped-views.ts';
import { offerUndo } from './offer-undo.tsx';
import { SaveViewPanel, type SavedContent } from './save-view-panel.tsx';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { ActionMenu } from '../../ui/actions/action-menu.tsx';
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
          <ActionButton
            size="compact-sm"
            iconSize={14}
            loading={update.pending}
            action={{
              name: 'view-save',
              label: t('lists:views.save'),
              icon: IconDeviceFloppy,
              run: () => overwrite(current),
            }}
          />
        )}
        <ActionButton
          size="compact-sm"
          variant="subtle"
          action={{ name: 'view-new', label: t('lists:views.saveAs'), run: () => setPanel('new') }}
        />
        {current && !isShipped(current) && (
          <ActionMenu
            size={26}
            label={t('lists:views.actions')}
            actions={[
              {
                name: 'view-default',
                label: t(current.isDefault ? 'lists:views.noDefault' : 'lists:views.makeDefault'),
                icon: current.isDefault ? IconStarFilled : IconStar,
                run: () =>
                  makeDefault.run({ params, body: { viewId: current.isDefault ? null : current.id } }),
              },
              current.mayEdit && {
                name: 'view-change',
                label: t('lists:views.change'),
                icon: IconUsers,
                run: () => setPanel('edit'),
              },
              current.mayEdit && {
                name: 'view-remove',
                label: t('lists:views.remove'),
                icon: IconTrash,
                run: () => remove(current),
              },
            ]}
          />
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
