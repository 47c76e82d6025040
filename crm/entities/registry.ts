/** All kinds of records that are shipped. Lists, forms, rights, expressions and the timeline know an entity only through this table. */
import { accountEntity } from '../accounts/account.entity.ts';
import { activityEntity } from '../activities/activity.entity.ts';
import { contactEntity } from '../contacts/contact.entity.ts';
import { dealEntity } from '../deals/deal.entity.ts';
import { leadEntity } from '../leads/lead.entity.ts';
import { orderEntity } from '../orders/order.entity.ts';
import { teamEntity, territoryEntity } from '../organisation/group.entities.ts';
import { userEntity } from '../organisation/user.entity.ts';
import { priceListEntity, productEntity } from '../products/product.entities.ts';
import { quoteEntity } from '../quotes/quote.entity.ts';
import { ticketEntity } from '../tickets/ticket.entity.ts';
import { installShipped } from './entity-table.ts';
import type { EntityDefinition } from './entity-types.ts';

const shipped: readonly EntityDefinition[] = [
  accountEntity,
  contactEntity,
  leadEntity,
  dealEntity,
  quoteEntity,
  orderEntity,
  productEntity,
  priceListEntity,
  ticketEntity,
  activityEntity,
  userEntity,
  teamEntity,
  territoryEntity,
];

installShipped(shipped);

export { entities, entityOf, fieldOf, findEntity, isEntity, isWritten } from './entity-table.ts';
