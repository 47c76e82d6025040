/** Names of processes and their elements for a reader: in his language where the diagram has it, else as drawn. */
import type { DefinitionView, ElementView } from '#engine';

export function processName(
  definition: DefinitionView | null | undefined,
  drawn: string,
  locale: string,
): string {
  return definition?.translations[locale] ?? drawn;
}

export function elementName(
  definition: DefinitionView | null | undefined,
  elementId: string | null,
  locale: string,
): string | null {
  if (!definition || elementId === null) return null;
  const element = definition.elements.find((candidate) => candidate.id === elementId);
  return element ? nameOf(element, locale) : null;
}

/** Subprocesses around these elements: where something inside one waits, that is named and not the subprocess. */
export function containersAround(
  definition: DefinitionView | null,
  elementIds: readonly string[],
): ReadonlySet<string> {
  const parentOf = new Map(definition?.elements.map((element) => [element.id, element.parentId]));
  const around = new Set<string>();
  for (const elementId of elementIds) {
    let parentId = parentOf.get(elementId) ?? null;
    // A container that is known is known with all around it.
    while (parentId !== null && !around.has(parentId)) {
      around.add(parentId);
      parentId = parentOf.get(parentId) ?? null;
    }
  }
  return around;
}

export function nameOf(element: ElementView, locale: string): string | null {
  return element.translations[locale] ?? element.name;
}

/** The BPMN type without its prefix, e.g. `userTask`. */
export function kindOf(element: ElementView): string {
  const bare = element.type.replace(/^bpmn:/, '');
  return bare.charAt(0).toLowerCase() + bare.slice(1);
}

/** What the process is for, in the reader's language where the diagram has it. */
export function descriptionOf(definition: DefinitionView | null | undefined, locale: string): string | null {
  return definition?.descriptions[locale] ?? definition?.description ?? null;
}

/** What the executor reads before he begins, likewise. */
export function instructionOf(
  definition: DefinitionView | null | undefined,
  elementId: string,
  locale: string,
): string | null {
  const element = definition?.elements.find((candidate) => candidate.id === elementId);
  return element?.instructions[locale] ?? element?.instruction ?? null;
}
