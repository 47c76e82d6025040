/**
 * The two namespaces of Camunda's modellers. The parser keeps them generic (no descriptor of theirs is registered, so
 * that nothing of a foreign diagram is lost on writing): attributes stand in `$attrs` under the prefix of the document,
 * extension elements carry their namespace. Everything here goes by the namespace's URI, never by a prefix.
 */
import { elementsOf, type ModdleElement } from '../element.ts';

export const CAMUNDA_URI = 'http://camunda.org/schema/1.0/bpmn';
export const ZEEBE_URI = 'http://camunda.org/schema/zeebe/1.0';

export type ForeignPrefix = 'camunda' | 'zeebe';

const URIS: Readonly<Record<ForeignPrefix, string>> = { camunda: CAMUNDA_URI, zeebe: ZEEBE_URI };

/** An extension element that the parser knows no type of. */
export interface ForeignElement {
  readonly prefix: ForeignPrefix;
  /** Without prefix, e.g. `inputParameter`. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly ForeignElement[];
  readonly body: string | null;
  /** A timer of BPMN inside it, as a listener has one. */
  readonly timer: ForeignTimer | null;
}

export interface ForeignTimer {
  readonly form: 'date' | 'duration' | 'cycle';
  readonly text: string;
}

/** How the parser holds a generic element and foreign attributes. */
interface Generic {
  readonly $type: string;
  readonly $attrs?: Readonly<Record<string, unknown>>;
  readonly $descriptor?: { readonly ns?: { readonly uri?: string; readonly localName?: string } };
  readonly $children?: readonly Generic[];
  readonly $body?: unknown;
}

/** The attribute's value, trimmed; null when absent or blank. */
export function foreignAttribute(
  element: ModdleElement | null | undefined,
  prefix: ForeignPrefix,
  name: string,
): string | null {
  if (!element) return null;
  const attributes = asGeneric(element).$attrs;
  for (const key in attributes) {
    if (!key.endsWith(name)) continue;
    const value = foreignAttributes(element, prefix)[name]?.trim();
    return value ? value : null;
  }
  return null;
}

/** All attributes of the namespace on the element, by local name. */
export function foreignAttributes(
  element: ModdleElement,
  prefix: ForeignPrefix,
): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  const attributes = asGeneric(element).$attrs ?? {};
  for (const key in attributes) {
    const [documentPrefix, name] = key.split(':');
    if (!name || documentPrefix === 'xmlns') continue;
    if (uriOf(element, documentPrefix!) === URIS[prefix]) found[name] = String(attributes[key]);
  }
  return found;
}

/** The extension elements of the namespace on the element; with a name only those. */
export function foreignExtensions(
  element: ModdleElement | null | undefined,
  prefix: ForeignPrefix,
  name?: string,
): readonly ForeignElement[] {
  const values = elementsOf(element?.extensionElements, 'values');
  if (values.length === 0) return values as readonly never[];
  return values
    .map((value) => foreignElement(asGeneric(value)))
    .filter((found): found is ForeignElement => found !== null && found.prefix === prefix)
    .filter((found) => name === undefined || found.name === name);
}

export function foreignExtension(
  element: ModdleElement | null | undefined,
  prefix: ForeignPrefix,
  name: string,
): ForeignElement | null {
  return foreignExtensions(element, prefix, name)[0] ?? null;
}

/** Namespaces that describe the drawing and the modeller, or are read elsewhere. */
const KNOWN = new RegExp(
  [
    ...['omg\\.org/spec/', 'w3\\.org/', 'bpmn\\.io/schema/', 'camunda\\.org/schema/', '^urn:throughline:'],
    ...['signavio\\.com', 'trisotech\\.com.*/(styles?|graphics)'],
  ].join('|'),
);

/** Attributes and extension elements of namespaces that are not known here, as the diagram writes them. */
export function unknownNames(
  element: ModdleElement,
): readonly { readonly uri: string; readonly name: string }[] {
  const attributes = Object.keys(asGeneric(element).$attrs ?? {}).flatMap((name) => {
    const [prefix, local] = name.split(':');
    const uri = local && prefix !== 'xmlns' ? uriOf(element, prefix!) : null;
    return uri && !KNOWN.test(uri) ? [{ uri, name }] : [];
  });
  const elements = elementsOf(element.extensionElements, 'values').flatMap((value) => {
    const { $type: name, $descriptor } = asGeneric(value);
    const uri = $descriptor?.ns?.uri;
    return uri && !KNOWN.test(uri) ? [{ uri, name }] : [];
  });
  return [...attributes, ...elements];
}

/** Whether the document speaks the namespace at all. */
export function declaresNamespace(element: ModdleElement, prefix: ForeignPrefix): boolean {
  for (let at: ModdleElement | undefined = element; at; at = at.$parent) {
    const declared = Object.entries(asGeneric(at).$attrs ?? {});
    if (declared.some(([key, value]) => key.startsWith('xmlns:') && value === URIS[prefix])) return true;
  }
  return false;
}

export function childrenNamed(element: ForeignElement | null, name: string): readonly ForeignElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

function foreignElement(generic: Generic): ForeignElement | null {
  const { uri, localName } = generic.$descriptor?.ns ?? {};
  const prefix = uri === CAMUNDA_URI ? 'camunda' : uri === ZEEBE_URI ? 'zeebe' : null;
  if (!prefix || !localName) return null;
  const attributes: Record<string, string> = {};
  for (const [key, value] of Object.entries(generic)) {
    if (!key.startsWith('$') && typeof value !== 'object') attributes[key] = String(value);
  }
  const body = typeof generic.$body === 'string' ? generic.$body.trim() : '';
  return {
    prefix,
    name: localName,
    attributes,
    children: (generic.$children ?? []).flatMap((child) => foreignElement(child) ?? []),
    body: body === '' ? null : body,
    timer: timerAmong(generic.$children ?? []),
  };
}

const TIMER_FORMS: Readonly<Record<string, ForeignTimer['form']>> = {
  timeDate: 'date',
  timeDuration: 'duration',
  timeCycle: 'cycle',
};

function timerAmong(children: readonly Generic[]): ForeignTimer | null {
  const timer = children.find((child) => localNameOf(child) === 'timerEventDefinition');
  for (const child of timer?.$children ?? []) {
    const form = TIMER_FORMS[localNameOf(child)];
    const text = typeof child.$body === 'string' ? child.$body.trim() : '';
    if (form && text !== '') return { form, text };
  }
  return null;
}

function localNameOf({ $type }: Generic): string {
  return $type.slice($type.indexOf(':') + 1);
}

function uriOf(element: ModdleElement, prefix: string): string | null {
  for (let at: ModdleElement | undefined = element; at; at = at.$parent) {
    const uri = asGeneric(at).$attrs?.[`xmlns:${prefix}`];
    if (typeof uri === 'string') return uri;
  }
  return null;
}

const asGeneric = (element: ModdleElement): Generic => element as unknown as Generic;
