/** Names of elements for a reader: in his language where the diagram has it, else as drawn. */
import type { DefinitionView, ElementView } from '#engine';

export function elementName(
  definition: DefinitionView | null | undefined,
  elementId: string | null,
  locale: string,
): string | null {
  if (!definition || elementId === null) return null;
  const element = definition.elements.find((candidate) => candidate.id === elementId);
  return element ? nameOf(element, locale) : null;
}

export function nameOf(element: ElementView, locale: string): string | null {
  return element.translations[locale] ?? element.name;
}

/** The BPMN type without its prefix, e.g. `userTask`. */
export function kindOf(element: ElementView): string {
  const bare = element.type.replace(/^bpmn:/, '');
  return bare.charAt(0).toLowerCase() + bare.slice(1);
}
