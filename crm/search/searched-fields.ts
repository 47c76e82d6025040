/**
 * The fields whose values the search rows of a kind of record are made of; the view crm.search_source reads the same.
 * It matters for people from whom one of them is hidden: what they find must not tell what they may not see.
 */
import type { EntityDefinition, FieldDefinition } from '../entities/entity-types.ts';

const SHIPPED: Readonly<Record<string, readonly string[]>> = {
  account: ['name', 'legalName', 'taxId', 'domain', 'website', 'city', 'address', 'description'],
  contact: ['givenName', 'middleName', 'familyName', 'description'],
  lead: [
    'title',
    'givenName',
    'familyName',
    'companyName',
    'number',
    'website',
    'city',
    'message',
    'phone',
    'email',
  ],
  deal: ['name', 'number', 'description'],
  quote: ['name', 'number', 'note'],
  order: ['name', 'number', 'shipTo', 'note'],
  product: ['name', 'sku', 'category', 'description'],
  price_list: ['name'],
  ticket: ['subject', 'number', 'description', 'resolution'],
  activity: ['subject', 'body', 'outcomeText'],
  user: ['name', 'email', 'phone'],
};

export function searchedFields(definition: EntityDefinition): readonly FieldDefinition[] {
  const shipped = SHIPPED[definition.entity] ?? ['name'];
  return definition.fields.filter((field) => field.custom?.isSearched ?? shipped.includes(field.key));
}
