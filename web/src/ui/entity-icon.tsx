import {
  IconBuildingCommunity,
  IconCalendarEvent,
  IconCheckbox,
  IconFileInvoice,
  IconFolder,
  IconListDetails,
  IconPackage,
  IconTargetArrow,
  IconTrendingUp,
  IconTruckDelivery,
  IconLifebuoy,
  IconUser,
  IconUserCircle,
  type Icon,
} from '@tabler/icons-react';

const ICONS: Readonly<Record<string, Icon>> = {
  account: IconBuildingCommunity,
  contact: IconUser,
  lead: IconTargetArrow,
  deal: IconTrendingUp,
  quote: IconFileInvoice,
  order: IconTruckDelivery,
  product: IconPackage,
  price_list: IconListDetails,
  ticket: IconLifebuoy,
  activity: IconCalendarEvent,
  task: IconCheckbox,
  user: IconUserCircle,
};

interface EntityIconProps {
  readonly entity: string;
  readonly size?: number;
}

export function EntityIcon({ entity, size = 16 }: EntityIconProps) {
  const Picture = ICONS[entity] ?? IconFolder;
  return <Picture size={size} stroke={1.6} aria-hidden style={{ flex: 'none' }} />;
}
