import {
  IconBuildingCommunity,
  IconCalendarEvent,
  IconCheckbox,
  IconFolder,
  IconLifebuoy,
  IconUser,
  type Icon,
} from '@tabler/icons-react';

const ICONS: Readonly<Record<string, Icon>> = {
  account: IconBuildingCommunity,
  contact: IconUser,
  ticket: IconLifebuoy,
  activity: IconCalendarEvent,
  task: IconCheckbox,
};

interface EntityIconProps {
  readonly entity: string;
  readonly size?: number;
}

export function EntityIcon({ entity, size = 16 }: EntityIconProps) {
  const Picture = ICONS[entity] ?? IconFolder;
  return <Picture size={size} stroke={1.6} aria-hidden style={{ flex: 'none' }} />;
}
