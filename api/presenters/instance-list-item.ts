import type { InstanceListItem } from '#contract';
import type { DefinitionView, InstanceListItem as EngineItem } from '#engine';
import { elementName } from './definition-names.ts';
import { linksOf, titleOf, type Names } from './names.ts';

export interface ListFacts {
  readonly definition: DefinitionView | null;
  readonly names: Names;
  readonly now: Date;
  readonly locale: string;
}

export function instanceListItem(item: EngineItem, facts: ListFacts): InstanceListItem {
  const links = linksOf(item.records, facts.definition?.subject?.variable ?? null, facts.names);
  return {
    id: item.id,
    processKey: item.processKey,
    processName: item.processName,
    version: item.version,
    title: titleOf(item, links.subject),
    status: item.status,
    startedAt: item.startedAt,
    endedAt: item.endedAt,
    initiator: facts.names.person(item.initiator),
    incidentCount: item.incidentCount,
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
  return item.current.map((current) => ({
    elementId: current.elementId,
    name: elementName(definition, current.elementId, locale) ?? current.name,
    assignee: names.person(current.assignee),
    dueAt: current.dueAt,
  }));
}
