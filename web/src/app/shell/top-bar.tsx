import { ActionIcon, Button, Tooltip, UnstyledButton } from '@mantine/core';
import { IconHelp, IconPlayerPlay, IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMe, useProcessRight } from '../me-context.ts';
import { openPalette } from '../../features/search/palette-scope.ts';
import { ConnectionBadge } from './connection-badge.tsx';
import { CreateMenu } from './create-menu.tsx';
import { DemonstrationClock } from './demonstration-clock.tsx';
import { NotificationsButton } from './notifications-button.tsx';
import { ProductMark } from './product-mark.tsx';
import { QuestionsButton } from './questions-button.tsx';
import { useShellPanels } from './shell-panels.ts';
import { UserMenu } from './user-menu.tsx';
import classes from './top-bar.module.css';

export function TopBar() {
  const { t } = useTranslation(['shell', 'help']);
  const me = useMe();
  const panels = useShellPanels();
  const mayStart = useProcessRight('start');
  return (
    <header className={classes.bar}>
      <span className={classes.phoneMark}>
        <ProductMark />
      </span>
      <UnstyledButton className={classes.search} data-tour="search" onClick={() => openPalette('all')}>
        <IconSearch size={15} aria-hidden />
        <span className={classes.searchText}>{t('shell:top.search')}</span>
        <kbd className={classes.key}>Ctrl K</kbd>
      </UnstyledButton>
      <div className={classes.side}>
        <ConnectionBadge />
        {me.demonstration && <DemonstrationClock />}
        {mayStart && (
          <>
            <Button
              className={classes.wide}
              leftSection={<IconPlayerPlay size={15} />}
              onClick={() => panels.open({ kind: 'start' })}
            >
              {t('shell:top.start')}
            </Button>
            <Tooltip label={t('shell:top.start')}>
              <ActionIcon
                className={classes.narrow}
                aria-label={t('shell:top.start')}
                onClick={() => panels.open({ kind: 'start' })}
              >
                <IconPlayerPlay size={18} />
              </ActionIcon>
            </Tooltip>
          </>
        )}
        <CreateMenu />
        <QuestionsButton />
        <NotificationsButton />
        <Tooltip label={t('help:short')}>
          <ActionIcon
            className={classes.onDesk}
            aria-label={t('help:short')}
            onClick={() => panels.open({ kind: 'shortcuts' })}
          >
            <IconHelp size={18} />
          </ActionIcon>
        </Tooltip>
        <UserMenu />
      </div>
    </header>
  );
}
