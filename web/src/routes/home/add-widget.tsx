import { Button, Menu, NativeSelect } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HomePart, HomeView, HomeWidget } from '#contract';
import { useEntities } from '../../app/shell/navigation.ts';
import { isShipped } from '../../features/lists/shipped-views.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { SidePanel } from '../../ui/side-panel.tsx';
import { useViewsOf } from './view-widget.tsx';
import classes from './home.module.css';

interface AddWidgetProps {
  readonly offered: readonly HomeWidget[];
  /** What the home has. */
  readonly present: readonly HomePart[];
  /** For people with a role: lists that they have, and views that all of them see. */
  readonly forRole?: { readonly lists: readonly string[] } | undefined;
  readonly onAdd: (part: HomePart) => void;
}

/** What a home may have beside what it has: a widget of the product's, or a view of a list. */
export function AddWidget({ offered, present, forRole, onAdd }: AddWidgetProps) {
  const { t } = useTranslation('home');
  const [choosing, setChoosing] = useState(false);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="subtle" leftSection={<IconPlus size={16} aria-hidden />}>
            {t('add')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {offered.map((widget) => (
            <Menu.Item key={widget} onClick={() => onAdd(widget)}>
              {t(`widgets.${widget}`)}
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => setChoosing(true)}>{t('view.add')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {choosing && (
        <AddViewPanel
          present={present}
          forRole={forRole}
          onAdd={(part) => {
            setChoosing(false);
            onAdd(part);
          }}
          onClose={() => setChoosing(false)}
        />
      )}
    </>
  );
}

type AddViewPanelProps = Pick<AddWidgetProps, 'present' | 'forRole'> & {
  readonly onAdd: (part: HomeView) => void;
  readonly onClose: () => void;
};

/** Views of one list after the other: those that come with the product, and saved ones. */
function AddViewPanel({ present, forRole, onAdd, onClose }: AddViewPanelProps) {
  const { t } = useTranslation(['home', 'shell']);
  const localized = useLocalized();
  const entities = useEntities().filter(({ entity, rights }) =>
    forRole ? forRole.lists.includes(entity) : rights.read,
  );
  const [list, setList] = useState('user_task');
  const { views } = useViewsOf(list);
  const parts = views.map((view) => ({ view, part: `view:${list}:${view.id}` as const }));
  const left = parts.filter(
    ({ view, part }) => !present.includes(part) && (!forRole || isShipped(view) || view.audience === 'all'),
  );
  return (
    <SidePanel title={t('home:view.title')} onClose={onClose}>
      <NativeSelect
        data-autofocus
        label={t('home:view.list')}
        value={list}
        data={[
          { value: 'user_task', label: t('shell:nav.tasks') },
          { value: 'process_instance', label: t('shell:nav.instances') },
          ...entities.map((meta) => ({ value: meta.entity, label: localized(meta.pluralLabel) })),
        ]}
        onChange={(event) => setList(event.currentTarget.value)}
      />
      {left.length === 0 && <p className={classes.dim}>{t('home:view.none')}</p>}
      <ul className={classes.list}>
        {left.map(({ view, part }) => (
          <li key={view.id} className={classes.row}>
            <span className={classes.words}>{view.name}</span>
            <Button
              size="compact-sm"
              aria-label={t('home:view.addOf', { name: view.name })}
              onClick={() => onAdd(part)}
            >
              {t('home:view.addShort')}
            </Button>
          </li>
        ))}
      </ul>
    </SidePanel>
  );
}
