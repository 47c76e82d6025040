import { useTranslation } from 'react-i18next';
import { SHORTCUTS } from './shortcuts.ts';
import { PageHelp } from '../../features/help/page-help.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import classes from './shortcuts-panel.module.css';

/** Help of the page on screen, and the keys. */
export function ShortcutsPanel({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['shell', 'help']);
  return (
    <SidePanel title={t('help:title')} onClose={onClose} width={400}>
      <PageHelp onClose={onClose} />
      {SHORTCUTS.map((group) => (
        <section key={group.key} className={classes.group}>
          <h3 className={classes.heading}>{t(`shell:shortcuts.${group.key}`)}</h3>
          <dl className={classes.list}>
            {group.items.map(({ keys, words }) => (
              <div key={words} className={classes.row}>
                <dt>{t(`shell:shortcuts.${words}`)}</dt>
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
