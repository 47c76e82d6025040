import { Tooltip } from '@mantine/core';
import { NavLink } from 'react-router';
import { EntityIcon } from '../../ui/entity-icon.tsx';
import { DuplicatesWaiting } from './duplicates-waiting.tsx';
import type { Destination } from './navigation.ts';
import classes from './rail.module.css';

interface RailLinkProps {
  readonly item: Destination;
  readonly collapsed?: boolean;
  readonly onClick?: () => void;
}

export function RailLink({ item, collapsed, onClick }: RailLinkProps) {
  const Picture = item.icon;
  return (
    <Tooltip label={item.label} position="right" disabled={!collapsed}>
      <NavLink
        to={item.to}
        className={classes.link}
        onClick={onClick}
        aria-label={collapsed ? item.label : undefined}
      >
        {Picture ? (
          <Picture size={17} stroke={1.6} aria-hidden />
        ) : (
          <EntityIcon entity={item.entity ?? ''} size={17} />
        )}
        {!collapsed && <span className={classes.text}>{item.label}</span>}
        {!collapsed && item.key === 'duplicates' && <DuplicatesWaiting />}
      </NavLink>
    </Tooltip>
  );
}
