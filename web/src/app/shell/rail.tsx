import { ActionIcon, Tooltip } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { paths } from '../paths.ts';
import { useNavigation } from './navigation.ts';
import { ProductMark } from './product-mark.tsx';
import { RailFavorites } from './rail-favorites.tsx';
import { RailLink } from './rail-link.tsx';
import classes from './rail.module.css';

export function Rail() {
  const { t } = useTranslation('shell');
  const sections = useNavigation();
  const [collapsed, setCollapsed] = useLocalStorage({ key: 'throughline-rail', defaultValue: false });
  const rail = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const sectionCount = sections.length;
  // Whoever comes by a link sees where he is.
  useEffect(() => {
    rail.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest' });
  }, [pathname, sectionCount]);
  const toggle = t(collapsed ? 'nav.expand' : 'nav.collapse');
  return (
    <nav
      ref={rail}
      className={classes.rail}
      data-collapsed={collapsed || undefined}
      aria-label={t('navigation')}
    >
      <div className={classes.head}>
        <Link to={paths.home()} className={classes.brand} aria-label="Throughline">
          <ProductMark />
          {!collapsed && <span>Throughline</span>}
        </Link>
      </div>
      <div className={classes.sections}>
        {sections.map((section) => (
          <div key={section.key} className={classes.section}>
            {!collapsed && <div className={classes.label}>{section.label}</div>}
            <ul className={classes.list}>
              {section.items.map((item) => (
                <li key={item.key}>
                  <RailLink item={item} collapsed={collapsed} />
                </li>
              ))}
            </ul>
          </div>
        ))}
        <RailFavorites collapsed={collapsed} />
      </div>
      <div className={classes.foot}>
        <Tooltip label={toggle} position="right">
          <ActionIcon aria-label={toggle} onClick={() => setCollapsed(!collapsed)}>
            {collapsed ? (
              <IconLayoutSidebarLeftExpand size={18} />
            ) : (
              <IconLayoutSidebarLeftCollapse size={18} />
            )}
          </ActionIcon>
        </Tooltip>
      </div>
    </nav>
  );
}
