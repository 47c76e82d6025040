import { useTranslation } from 'react-i18next';
import { SHORTCUTS } from './shortcuts.ts';
import { SidePanel } from '../../ui/side-panel.tsx';
import classes from './shortcuts-panel.module.css';

export function ShortcutsPanel({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('shell');
  return (
    <SidePanel title={t('shortcuts.title')} onClose={onClose} width={360}>
      {SHORTCUTS.map((group) => (
        <section key={group.key} className={classes.group}>
          <h3 className={classes.heading}>{t(`shortcuts.${group.key}`)}</h3>
          <dl className={classes.list}>
            {group.items.map(({ keys, words }) => (
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
