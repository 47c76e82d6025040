import { notifications } from '@mantine/notifications';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type HomePart, type RoleHome } from '#contract';
import { useAction } from '../../client/index.ts';
import { offerUndo } from '../../features/lists/offer-undo.tsx';
import { useLocale } from '../../i18n/use-locale.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { AddWidget } from '../home/add-widget.tsx';
import { HomeGrid } from '../home/home-grid.tsx';
import classes from './role-homes.module.css';

interface RoleHomeEditorProps {
  readonly home: RoleHome;
  /** What is arranged and not saved yet. */
  readonly draft: readonly HomePart[] | null;
  readonly onDraft: (draft: readonly HomePart[] | null) => void;
}

/** The home as somebody sees it who has this role alone; what the parts show are the reader's own rows. */
export function RoleHomeEditor({ home, draft, onDraft }: RoleHomeEditorProps) {
  const { t } = useTranslation(['home', 'common']);
  const locale = useLocale();
  const [arranging, setArranging] = useState(true);
  const { role, offered, lists, isSet } = home;
  const widgets = draft ?? home.widgets;
  const save = useAction(routes.home.arrangeRoleHome, {
    invalidate: [routes.home.roleHomes, routes.home.home],
    onSuccess: ({ isSet: isChosen }) => {
      onDraft(null);
      if (isChosen) notifications.show({ message: t('home:roles.saved'), color: 'accent' });
    },
  });
  const saveAs = (next: readonly HomePart[] | null): void =>
    save.run({ params: { id: role.id }, body: { widgets: next && [...next] } });
  const giveBack = (): void => {
    saveAs(null);
    offerUndo({
      id: `role-home-${role.id}`,
      message: t('home:roles.givenBack'),
      undo: t('common:actions.undo'),
      onUndo: () => saveAs(home.widgets),
    });
  };
  const name = locale === 'ru' ? (role.nameRu ?? role.name) : role.name;
  return (
    <section className={classes.editor} aria-label={t('home:roles.of', { role: name })}>
      <p className={classes.hint}>{t('home:roles.hint')}</p>
      <p className={classes.hint}>{t('home:roles.preview')}</p>
      <div className={classes.bar}>
        {draft && (
          <ActionButton
            variant="filled"
            loading={save.pending}
            action={{ name: 'save', label: t('home:roles.save'), run: () => saveAs(draft) }}
          />
        )}
        {draft && (
          <ActionButton
            action={{ name: 'discard', label: t('home:roles.discard'), run: () => onDraft(null) }}
          />
        )}
        {arranging && (
          <AddWidget
            offered={offered.filter((one) => !widgets.includes(one))}
            present={widgets}
            forRole={{ lists }}
            onAdd={(widget) => onDraft([...widgets, widget])}
          />
        )}
        <ActionButton
          action={{
            name: 'look',
            label: t(arranging ? 'home:roles.look' : 'home:arrange'),
            run: () => setArranging(!arranging),
          }}
        />
        {isSet && !draft && (
          <ActionButton
            variant="subtle"
            action={{
              name: 'as-shipped',
              label: t('home:roles.giveBack'),
              icon: IconArrowBackUp,
              run: giveBack,
            }}
          />
        )}
      </div>
      <HomeGrid widgets={widgets} arranging={arranging} onArrange={onDraft} />
    </section>
  );
}
