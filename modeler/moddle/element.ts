/**
 * One element of a parsed diagram, as far as readers and rules need it. Structural on purpose: the elements of
 * bpmn-moddle in Node and those that bpmn-js holds in the browser both fit, and neither package is visible here.
 */
export interface ModdleElement {
  readonly $type: string;
  readonly $parent?: ModdleElement;
  readonly id?: string;
  readonly name?: string;
  readonly extensionElements?: ModdleElement;
  /** True for the type and all its supertypes: `element.$instanceOf('bpmn:Activity')`. */
  readonly $instanceOf?: (type: string) => boolean;
  get(property: string): unknown;
}

/** Whether the element is of the BPMN type or of one derived from it. */
export function isA(element: ModdleElement | null | undefined, ...types: readonly string[]): boolean {
  if (!element) return false;
  return types.some((type) => element.$type === type || isDerived(element, type));
}

/** What is derived from what never changes, and asking the package costs more than the rule that asks. */
const derivations = new Map<string, Map<string, boolean>>();

function isDerived(element: ModdleElement, type: string): boolean {
  if (!element.$instanceOf) return false;
  let known = derivations.get(element.$type);
  if (!known) derivations.set(element.$type, (known = new Map<string, boolean>()));
  let derived = known.get(type);
  if (derived === undefined) known.set(type, (derived = element.$instanceOf(type)));
  return derived;
}

/**
 * The property's value, straight from the element, whose prototype holds the defaults: the package looks up a description
 * each time, and makes a collection that is absent.
 */
function valueOf(element: ModdleElement, property: string): unknown {
  const value = (element as unknown as Readonly<Record<string, unknown>>)[property];
  if (value !== undefined && value !== null) return value;
  return '$descriptor' in element && !property.includes(':') ? undefined : element.get(property);
}

/** The elements held by a collection property; empty when it is absent. */
export function elementsOf(
  element: ModdleElement | null | undefined,
  property: string,
): readonly ModdleElement[] {
  const value = element && valueOf(element, property);
  return Array.isArray(value) ? (value as readonly ModdleElement[]) : [];
}

/** The element that a property refers to; null when absent or when the reference could not be resolved. */
export function referenceOf(
  element: ModdleElement | null | undefined,
  property: string,
): ModdleElement | null {
  const value = element && valueOf(element, property);
  return isElement(value) ? value : null;
}

/** A text property, trimmed; null when absent or blank. */
export function textOf(element: ModdleElement | null | undefined, property: string): string | null {
  const value = element && valueOf(element, property);
  if (typeof value !== 'string') return null;
  const trimmed = value.trim();
  return trimmed === '' ? null : trimmed;
}

/** The first extension of the given type, e.g. `tl:Call`. */
export function extensionOf(element: ModdleElement | null | undefined, type: string): ModdleElement | null {
  return elementsOf(element?.extensionElements, 'values').find((value) => value.$type === type) ?? null;
}

function isElement(value: unknown): value is ModdleElement {
  return (
    typeof value === 'object' && value !== null && typeof (value as { $type?: unknown }).$type === 'string'
  );
}
