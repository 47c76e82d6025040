import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet } from 'react-router';
import { TourProvider } from '../../features/help/tour-provider.tsx';
import { CommandPalette } from '../../features/search/command-palette.tsx';
import { openPalette } from '../../features/search/palette-scope.ts';
import { BottomBar } from './bottom-bar.tsx';
import { Rail } from './rail.tsx';
import { SeenAsBanner } from './seen-as-banner.tsx';
import { ShellPanelView } from './shell-panel-view.tsx';
import { ShellPanelsContext, type ShellPanel } from './shell-panels.ts';
import { TopBar } from './top-bar.tsx';
import { useShellShortcuts } from './use-shell-shortcuts.ts';
import classes from './shell.module.css';

/** The frame around every screen: rail, top bar, the screen, and the panel at the right. */
export function Shell() {
  const { t } = useTranslation('shell');
  const [panel, setPanel] = useState<ShellPanel | null>(null);
  const panels = useMemo(() => ({ panel, open: setPanel, close: () => setPanel(null) }), [panel]);
  useShellShortcuts({
    onHelp: () => setPanel({ kind: 'shortcuts' }),
    onCreate: () => openPalette('create'),
  });
  return (
    <ShellPanelsContext value={panels}>
      <TourProvider>
        <div className={classes.shell}>
          <a className={classes.skip} href="#content">
            {t('skip')}
          </a>
          <Rail />
          <TopBar />
          <main id="content" className={classes.content} tabIndex={-1}>
            <SeenAsBanner />
            <Outlet />
          </main>
          <BottomBar />
          <ShellPanelView />
          <CommandPalette />
        </div>
      </TourProvider>
    </ShellPanelsContext>
  );
}
