/** What the designer offers where a person, a record type, a calendar or a process is picked. */
import type { DesignerCatalogue } from '#contract';
import type { RequestUser } from '#crm';
import type { ApiContext } from '../context.ts';
import { keysWithAny } from '../rights/process-rights.ts';
import { processName } from './definition-names.ts';

export async function readDesignerCatalogue(
  context: ApiContext,
  user: RequestUser,
): Promise<DesignerCatalogue> {
  const { crm, engine } = context;
  const [organisation, people, calendars, entities, processes, decisions] = await Promise.all([
    crm.organisation.view(user.locale),
    crm.organisation.people(),
    crm.calendars.list(user.locale),
    crm.records.meta(user),
    engine.views.definitions({ keys: keysWithAny(user, ['draw', 'publish', 'start', 'watch']) }),
    engine.views.decisions(),
  ]);
  const definitions = await context.definitions.findAll(processes.map((process) => process.id));
  const departments = new Map(organisation.departments.map((department) => [department.id, department.name]));
  return {
    positions: organisation.positions.map(({ id, title, departmentId }) => ({
      id,
      title,
      departmentName: departments.get(departmentId) ?? '',
      holders: organisation.users.filter((one) => one.positionId === id).map((one) => one.name),
    })),
    departments: organisation.departments.map(({ id, name }) => ({ id, name })),
    users: people.map(({ id, name }) => ({ id, name })),
    calendars: calendars.map(({ code, name }) => ({ code, name })),
    entities: entities.filter(isOffered).map(({ entity, label, fields }) => ({
      entity,
      label,
      fields: fields.map((field) => ({
        key: field.key,
        label: field.label,
        type: field.type,
        ...(field.options
          ? { options: field.options.map(({ value, label: text }) => ({ value, label: text })) }
          : {}),
      })),
    })),
    processes: processes.map(({ id, processKey, name }) => ({
      processKey,
      name: processName(definitions.get(id), name, user.locale),
    })),
    decisions: decisions.map(({ key, name, version }) => ({ key, name, version })),
  };
}

function isOffered({ isRetired }: { readonly isRetired: boolean }): boolean {
  return !isRetired;
}
