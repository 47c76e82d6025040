/** Walks a diagram and names every setting of the two namespaces that is not executed (treatments.ts). */
import { elementsOf, isA, type ModdleElement } from '../element.ts';
import {
  foreignAttributes,
  foreignExtensions,
  type ForeignElement,
  type ForeignPrefix,
} from './namespaces.ts';
import { REASONS, TREATMENTS, type Reason, type Treatment } from './treatments.ts';

export interface RefusedSetting {
  /** The element that a person sees: flow node, flow, process, message … */
  readonly element: ModdleElement;
  /** As the diagram writes it with the usual prefix, e.g. `camunda:connector`. */
  readonly setting: string;
  readonly reason: string;
}

const PREFIXES: readonly ForeignPrefix[] = ['camunda', 'zeebe'];

/** Everything below `root`, and on it, that is said in the two namespaces and refused. */
export function refusedSettings(root: ModdleElement): readonly RefusedSetting[] {
  return [...elementsBelow(root)].flatMap((element) => {
    const seen = visibleElement(element);
    return PREFIXES.flatMap((prefix) => [
      ...attributeProblems(element, prefix),
      ...foreignExtensions(element, prefix).flatMap((extension) => elementProblems(extension, element)),
    ]).map(([setting, reason]) => ({ element: seen, setting, reason: REASONS[reason] }));
  });
}

type Problem = readonly [setting: string, reason: Reason];

function attributeProblems(element: ModdleElement, prefix: ForeignPrefix): readonly Problem[] {
  const treatments = TREATMENTS[prefix].attributes;
  return Object.entries(foreignAttributes(element, prefix)).flatMap(([name, value]) => {
    const reason = judged(treatments[name], value);
    return reason ? [[`${prefix}:${name}`, reason] as const] : [];
  });
}

function elementProblems(extension: ForeignElement, holder: ModdleElement | null): readonly Problem[] {
  const { prefix, name, attributes, children } = extension;
  const setting = `${prefix}:${name}`;
  const known = TREATMENTS[prefix].elements[name];
  const reason = judged(known?.treatment, '');
  if (!known || reason) return [[setting, reason ?? 'unknown']];
  if (holder && known.on && !isA(holder, ...known.on)) return [[setting, 'position']];
  return [
    ...Object.entries(attributes).flatMap(([key, value]) => {
      const wrong = key.startsWith('xmlns') ? null : judged(known.attributes[key], value);
      return wrong ? [[`${setting} ${key}`, wrong] as const] : [];
    }),
    ...children.flatMap((child) => elementProblems(child, null)),
  ];
}

function judged(treatment: Treatment | undefined, value: string): Reason | null {
  if (treatment === undefined) return 'unknown';
  if (typeof treatment === 'string') return null;
  return 'refused' in treatment ? treatment.refused : treatment.judge(value.trim());
}

/** The parts that a definition, loop or expression belongs to are what a person finds in the drawing. */
function visibleElement(element: ModdleElement): ModdleElement {
  for (let at: ModdleElement | undefined = element; at; at = at.$parent) {
    if (isA(at, 'bpmn:FlowElement', 'bpmn:RootElement', 'bpmn:Artifact', 'bpmn:Lane', 'bpmn:Participant')) {
      if (at.id && !isA(at, 'bpmn:EventDefinition')) return at;
    }
  }
  return element;
}

interface Described {
  readonly $descriptor?: {
    readonly properties?: readonly {
      readonly name: string;
      readonly isAttr?: boolean;
      readonly isReference?: boolean;
      readonly isVirtual?: boolean;
      readonly isMany?: boolean;
    }[];
  };
}

/** The element and everything that it contains, extension elements and references apart. */
function* elementsBelow(element: ModdleElement): Iterable<ModdleElement> {
  yield element;
  for (const property of (element as Described).$descriptor?.properties ?? []) {
    const { isAttr, isReference, isVirtual, isMany, name } = property;
    const local = name.slice(name.indexOf(':') + 1);
    if (isAttr || isReference || isVirtual || local === 'extensionElements') continue;
    const children = isMany ? elementsOf(element, local) : [element.get(local)];
    for (const child of children) if (isContained(child, element)) yield* elementsBelow(child);
  }
}

function isContained(value: unknown, parent: ModdleElement): value is ModdleElement {
  if (typeof value !== 'object' || value === null || typeof (value as ModdleElement).$type !== 'string')
    return false;
  return (value as ModdleElement).$parent === parent;
}
