import type { InstanceListItem } from '#contract';
import type { DefinitionView, InstanceListItem as EngineItem } from '#engine';
import { containersAround, elementName, processName } from './definition-names.ts';
import { linksOf, titleOf, type Names } from './names.ts';

export interface ListFacts {
  readonly definition: DefinitionView | null;
  readonly names: Names;
  readonly now: Date;
  readonly locale: string;
}

export function instanceListItem(item: EngineItem, facts: ListFacts): InstanceListItem {
  const links = linksOf(item.records, facts.definition?.subject?.variable ?? null, facts.names);
  const name = processName(facts.definition, item.processName, facts.locale);
  return {
    id: item.id,
    processKey: item.processKey,
    processName: name,
    version: item.version,
    title: titleOf(item, { subject: links.subject, processName: name }),
    status: item.status,
    startedAt: item.startedAt,
    endedAt: item.endedAt,
    initiator: facts.names.person(item.initiator),
    incidentCount: item.incidentCount,
    suspended: item.suspended,
    ...links,
    current: currentOf(item, facts).map((current) => ({
      ...current,
      overdue: current.dueAt !== null && new Date(current.dueAt) < facts.now,
    })),
  };
}

/** Where the instance stands, with names for the reader. */
export function currentOf(
  item: EngineItem,
  { definition, names, locale }: ListFacts,
): {
  elementId: string;
  name: string | null;
  assignee: { id: string; name: string } | null;
  dueAt: string | null;
}[] {
  const around = containersAround(
    definition,
    item.current.map((current) => current.elementId),
  );
  const innermost = item.current.filter((current) => !around.has(current.elementId));
  return innermost.map((current) => ({
    elementId: current.elementId,
    name: elementName(definition, current.elementId, locale) ?? current.name,
    assignee: names.person(current.assignee),
    dueAt: current.dueAt,
  }));
}
