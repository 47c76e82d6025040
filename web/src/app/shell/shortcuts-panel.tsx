import { useTranslation } from 'react-i18next';
import { SidePanel } from '../../ui/side-panel.tsx';
import classes from './shortcuts-panel.module.css';

const GROUPS = [
  {
    key: 'anywhere',
    items: [
      ['Ctrl K', 'palette'],
      ['g i', 'inbox'],
      ['g k', 'calendar'],
      ['g c', 'customers'],
      ['?', 'help'],
    ],
  },
  {
    key: 'lists',
    items: [
      ['j', 'down'],
      ['k', 'up'],
      ['Enter', 'open'],
      ['Space', 'peek'],
    ],
  },
  {
    key: 'fields',
    items: [
      ['Enter', 'edit'],
      ['Esc', 'back'],
    ],
  },
] as const;

export function ShortcutsPanel({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('shell');
  return (
    <SidePanel title={t('shortcuts.title')} onClose={onClose} width={360}>
      {GROUPS.map((group) => (
        <section key={group.key} className={classes.group}>
          <h3 className={classes.heading}>{t(`shortcuts.${group.key}`)}</h3>
          <dl className={classes.list}>
            {group.items.map(([keys, words]) => (
              <div key={words} className={classes.row}>
                <dt>{t(`shortcuts.${words}`)}</dt>
                <dd>
                  {keys.split(' ').map((key) => (
                    <kbd key={key} className={classes.key}>
                      {key}
                    </kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </SidePanel>
  );
}
