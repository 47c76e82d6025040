/**
 * References to what a file does not declare. The reader of bpmn-moddle drops them with a warning; they are kept here
 * beside the elements, so that a rule can say where they stand, and an error that was never declared can go by its id.
 */
import type { ModdleElement } from './element.ts';

export interface UnresolvedReference {
  readonly element: ModdleElement;
  /** Without prefix, e.g. `errorRef`. */
  readonly property: string;
  readonly reference: string;
}

const byDocument = new WeakMap<ModdleElement, readonly UnresolvedReference[]>();
const byElement = new WeakMap<ModdleElement, Map<string, string>>();

/** Remembers what the reader dropped; the canvas hands over the warnings of its own import. */
export function rememberUnresolved(
  definitions: ModdleElement,
  dropped: readonly UnresolvedReference[],
): void {
  if (dropped.length === 0) return;
  byDocument.set(definitions, dropped);
  for (const { element, property, reference } of dropped) {
    const known = byElement.get(element) ?? new Map<string, string>();
    byElement.set(element, known.set(property, reference));
  }
}

/** All of the document; an element that got its reference later, or went away, is left out. */
export function unresolvedOf(definitions: ModdleElement): readonly UnresolvedReference[] {
  return (byDocument.get(definitions) ?? []).filter(({ element, property }) =>
    isStillOpen(element, property),
  );
}

/** What the element refers to although the file does not declare it; null when it does, or when it refers to nothing. */
export function undeclaredReference(element: ModdleElement | null, property: string): string | null {
  if (!element || !isStillOpen(element, property)) return null;
  // `tns:Order` and `Order` are the same name.
  return (
    byElement
      .get(element)
      ?.get(property)
      ?.replace(/^[\w.-]+:/, '') ?? null
  );
}

/**
 * While the document is written, what it does not declare stands as it was, so that opening and saving a file loses none:
 * as the attribute, or, of a reference that is an element of its own, as one to something with that id. The flows of a
 * node (`incoming`, `outgoing`) follow from the flows, and stay out.
 */
export async function keepingUnresolved<T>(definitions: ModdleElement, write: () => Promise<T>): Promise<T> {
  const kept = unresolvedOf(definitions).filter(({ property }) => !FOLLOWING.has(property));
  const restores = kept.map(standIn);
  try {
    return await write();
  } finally {
    for (const restore of restores.reverse()) restore();
  }
}

const FOLLOWING = new Set(['incoming', 'outgoing']);

/** Puts the reference where it is written from; what it returns takes it away again. */
function standIn({ element, property, reference }: UnresolvedReference): () => void {
  if (isAttribute(element, property)) {
    attributesOf(element)[property] = reference;
    return () => void delete attributesOf(element)[property];
  }
  const before: unknown = element.get(property);
  const undeclared = { id: reference };
  held(element).set(property, Array.isArray(before) ? [...(before as unknown[]), undeclared] : undeclared);
  return () => held(element).set(property, before);
}

/** What the types of bpmn-moddle leave out. */
interface Held {
  /** Nothing (`undefined`) takes the property away. */
  set(property: string, value: unknown): void;
  readonly $attrs: Record<string, string>;
  readonly $descriptor: {
    readonly propertiesByName: Readonly<Record<string, { readonly isAttr?: boolean } | undefined>>;
  };
}
const held = (element: ModdleElement): Held => element as unknown as Held;
const attributesOf = (element: ModdleElement): Held['$attrs'] => held(element).$attrs;

function isAttribute(element: ModdleElement, property: string): boolean {
  return held(element).$descriptor.propertiesByName[property]?.isAttr === true;
}

function isStillOpen(element: ModdleElement, property: string): boolean {
  const value = element.get(property);
  return value === undefined || value === null || Array.isArray(value);
}

/** From a warning of the reader; null when it is about something else. */
export function unresolvedFrom(warning: object): UnresolvedReference | null {
  const { message, element, property, value } = warning as Partial<Record<string, unknown>>;
  if (typeof message !== 'string' || !message.startsWith('unresolved reference')) return null;
  if (typeof element !== 'object' || element === null || typeof property !== 'string') return null;
  return {
    element: element as ModdleElement,
    property: property.replace(/^\w+:/, ''),
    reference: String(value),
  };
}
