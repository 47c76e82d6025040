/** Teams and territories as forms, filters and expressions see them; changed by administrators, never as records. */
import { defineField } from '../entities/define-field.ts';
import type { EntityDefinition, LocalizedText } from '../entities/entity-types.ts';

function groupEntity(
  entity: 'team' | 'territory',
  label: LocalizedText,
  pluralLabel: LocalizedText,
): EntityDefinition {
  return {
    entity,
    label,
    pluralLabel,
    table: `crm.${entity}`,
    titleField: 'name',
    titleSql: (alias) => `${alias}.name`,
    subtitleSql: () => 'null::text',
    numberColumn: null,
    statusField: null,
    listColumns: ['name'],
    defaultSort: 'name:asc',
    model: null,
    partyType: null,
    historyFields: [],
    accountSql: null,
    timelineKind: 'record',
    ownerColumn: null,
    teamColumn: null,
    parents: [],
    searchTextSql: (alias) => `lower(${alias}.name)`,
    isDirectory: true,
    afterWrite: null,
    fields: [defineField('name', 'text', { en: 'Name', ru: 'Название' }, { readOnly: true })],
  };
}

export const teamEntity = groupEntity('team', { en: 'Team', ru: 'Команда' }, { en: 'Teams', ru: 'Команды' });
export const territoryEntity = groupEntity(
  'territory',
  { en: 'Territory', ru: 'Территория' },
  { en: 'Territories', ru: 'Территории' },
);
