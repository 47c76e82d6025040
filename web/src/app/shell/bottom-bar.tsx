import { Menu, UnstyledButton } from '@mantine/core';
import { IconCalendar, IconDots, IconHome, IconInbox, IconPlus, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { useLocalized } from '../../i18n/use-locale.ts';
import { EntityIcon } from '../../ui/entity-icon.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { openPalette } from '../../features/search/palette-scope.ts';
import { paths } from '../paths.ts';
import { useEntities, useNavigation } from './navigation.ts';
import { RailLink } from './rail-link.tsx';
import { useShellPanels } from './shell-panels.ts';
import classes from './bottom-bar.module.css';

/** Navigation of the phone: what is used all day, the rest behind "More". */
export function BottomBar() {
  const { t } = useTranslation(['shell', 'common']);
  const localized = useLocalized();
  const panels = useShellPanels();
  const sections = useNavigation();
  const [more, setMore] = useState(false);
  const creatable = useEntities().filter((entity) => entity.rights.create);
  return (
    <nav className={classes.bar} aria-label={t('shell:navigation')}>
      <NavLink to={paths.home()} end className={classes.item}>
        <IconHome size={20} stroke={1.6} aria-hidden />
        {t('shell:nav.home')}
      </NavLink>
      <NavLink to={paths.inbox()} className={classes.item}>
        <IconInbox size={20} stroke={1.6} aria-hidden />
        {t('shell:nav.inbox')}
      </NavLink>
      <NavLink to={paths.calendar()} className={classes.item}>
        <IconCalendar size={20} stroke={1.6} aria-hidden />
        {t('shell:nav.calendar')}
      </NavLink>
      <UnstyledButton className={classes.item} onClick={() => openPalette('all')}>
        <IconSearch size={20} stroke={1.6} aria-hidden />
        {t('common:actions.search')}
      </UnstyledButton>
      <Menu position="top" width={220}>
        <Menu.Target>
          <UnstyledButton className={classes.item}>
            <IconPlus size={20} stroke={1.6} aria-hidden />
            {t('shell:top.create')}
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {creatable.map((entity) => (
            <Menu.Item
              key={entity.entity}
              leftSection={<EntityIcon entity={entity.entity} />}
              onClick={() => panels.open({ kind: 'create', entity: entity.entity })}
            >
              {localized(entity.label)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <UnstyledButton className={classes.item} onClick={() => setMore(true)} aria-expanded={more}>
        <IconDots size={20} stroke={1.6} aria-hidden />
        {t('shell:nav.more')}
      </UnstyledButton>
      {more && (
        <SidePanel title={t('shell:nav.more')} onClose={() => setMore(false)}>
          {sections.map((section) => (
            <div key={section.key} className={classes.section}>
              <div className={classes.label}>{section.label}</div>
              {section.items.map((item) => (
                <RailLink key={item.key} item={item} onClick={() => setMore(false)} />
              ))}
            </div>
          ))}
        </SidePanel>
      )}
    </nav>
  );
}
