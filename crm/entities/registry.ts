/** All kinds of records. Lists, forms, rights, expressions and the timeline know an entity only through this table. */
import { accountEntity } from '../accounts/account.entity.ts';
import { activityEntity } from '../activities/activity.entity.ts';
import { contactEntity } from '../contacts/contact.entity.ts';
import { dealEntity } from '../deals/deal.entity.ts';
import { CrmRejection } from '../errors.ts';
import { leadEntity } from '../leads/lead.entity.ts';
import { orderEntity } from '../orders/order.entity.ts';
import { teamEntity, territoryEntity } from '../organisation/group.entities.ts';
import { userEntity } from '../organisation/user.entity.ts';
import { priceListEntity, productEntity } from '../products/product.entities.ts';
import { quoteEntity } from '../quotes/quote.entity.ts';
import { ticketEntity } from '../tickets/ticket.entity.ts';
import type { EntityDefinition, FieldDefinition } from './entity-types.ts';

export const entities: readonly EntityDefinition[] = [
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

/** Names of all kinds of records; a variable of a process may name others. */
export const entityNames: readonly string[] = entities.map((definition) => definition.entity);

const byName = new Map(entities.map((definition) => [definition.entity, definition]));

/** @throws CrmRejection CRM_ENTITY_UNKNOWN */
export function entityOf(name: string): EntityDefinition {
  const definition = byName.get(name);
  if (definition) return definition;
  const known = entities.map((one) => one.entity).join(', ');
  throw new CrmRejection('CRM_ENTITY_UNKNOWN', `Expected one of the entities ${known}, but got '${name}'.`);
}

export function findEntity(name: string): EntityDefinition | null {
  return byName.get(name) ?? null;
}

export function fieldOf(definition: EntityDefinition, key: string): FieldDefinition | null {
  return definition.fields.find((field) => field.key === key) ?? null;
}
