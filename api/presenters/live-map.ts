import type { LiveMap } from '#contract';
import type { DefinitionView, LiveMapView } from '#engine';
import { elementName } from './definition-names.ts';
import type { Names } from './names.ts';

/** The live map with its diagram and with names instead of ids. */
export function liveMap(map: LiveMapView, definition: DefinitionView, names: Names, locale: string): LiveMap {
  return {
    instanceId: map.instanceId,
    definitionId: map.definitionId,
    revision: map.revision,
    xml: definition.xml,
    elements: map.elements.map((element) => ({
      elementId: element.elementId,
      name: elementName(definition, element.elementId, locale),
      state: element.state,
      timesEntered: element.timesEntered,
      since: element.since,
      until: element.until,
      assignee: names.person(element.assignee),
      candidateGroups: element.candidateGroups.map((group) => names.group(group).name),
      dueAt: element.dueAt,
      childInstanceIds: [...element.childInstanceIds],
    })),
    flows: map.flows.map((flow) => ({ ...flow })),
  };
}
