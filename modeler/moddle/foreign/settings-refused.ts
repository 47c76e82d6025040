/**
 * Walks a diagram and names every setting of the two namespaces that is not executed (treatments.ts), and those of
 * namespaces that are not known here. Whatever the setting would change is refused; what has no effect is told.
 */
import { elementsOf, isA, type ModdleElement } from '../element.ts';
import { HOLDERS, saysNothingIn } from './holders.ts';
import {
  foreignAttributes,
  foreignExtensions,
  unknownNames,
  type ForeignElement,
  type ForeignPrefix,
} from './namespaces.ts';
import { REASONS, type Reason } from './reasons.ts';
import { TREATMENTS, type Treatment } from './treatments.ts';

export interface RefusedSetting {
  /** The element that a person sees: flow node, flow, process, message … */
  readonly element: ModdleElement;
  /** As the diagram writes it with the usual prefix, e.g. `camunda:connector`. */
  readonly setting: string;
  readonly reason: string;
  /** False: it is left aside, which changes nothing, or nothing that the diagram can hold. */
  readonly isRefused: boolean;
}

const PREFIXES: readonly ForeignPrefix[] = ['camunda', 'zeebe'];

/** Everything below `root`, and on it, that is said in foreign namespaces and not executed. */
export function refusedSettings(root: ModdleElement): readonly RefusedSetting[] {
  const namespaces = new Set<string>();
  return [...elementsBelow(root)].flatMap((element) => {
    const seen = visibleElement(element);
    const found = PREFIXES.flatMap((prefix) => [
      ...attributeProblems(element, prefix),
      ...foreignExtensions(element, prefix).flatMap((extension) => elementProblems(extension, element)),
    ]);
    return [...found, ...unknownProblems(element, namespaces)].map(([setting, verdict]) => ({
      element: seen,
      setting,
      reason: REASONS[verdict.reason],
      isRefused: verdict.isRefused,
    }));
  });
}

interface Verdict {
  readonly reason: Reason;
  readonly isRefused: boolean;
}
type Problem = readonly [setting: string, verdict: Verdict];

const refusedFor = (reason: Reason): Verdict => ({ reason, isRefused: true });
const toldFor = (reason: Reason): Verdict => ({ reason, isRefused: false });

function attributeProblems(element: ModdleElement, prefix: ForeignPrefix): readonly Problem[] {
  const treatments = TREATMENTS[prefix].attributes;
  return Object.entries(foreignAttributes(element, prefix)).flatMap(([name, value]) => {
    const holders = HOLDERS[prefix][name];
    const isMisplaced = (holders && !isA(element, ...holders)) || saysNothingIn(element, name);
    const verdict = judged(treatments[name], value) ?? (isMisplaced ? toldFor('position') : null);
    return verdict ? [[`${prefix}:${name}`, verdict] as const] : [];
  });
}

function elementProblems(extension: ForeignElement, holder: ModdleElement | null): readonly Problem[] {
  const { prefix, name, attributes, children } = extension;
  const setting = `${prefix}:${name}`;
  const known = TREATMENTS[prefix].elements[name];
  const verdict = judged(known?.treatment, '');
  if (!known || verdict) return [[setting, verdict ?? refusedFor('unknown')]];
  const isMisplaced = holder ? known.on && !isA(holder, ...known.on) : known.isOutermost;
  if (isMisplaced) return [[setting, refusedFor('position')]];
  if (holder && saysNothingIn(holder, name)) return [[setting, toldFor('position')]];
  const { toldOn } = known;
  return [
    ...(holder && toldOn && isA(holder, ...toldOn.types) ? [[setting, toldFor(toldOn.reason)] as const] : []),
    ...Object.entries(attributes).flatMap(([key, value]) => {
      const wrong = key.startsWith('xmlns') ? null : judged(known.attributes[key], value);
      return wrong ? [[`${setting} ${key}`, wrong] as const] : [];
    }),
    ...children.flatMap((child) => elementProblems(child, null)),
  ];
}

/** Of each namespace that is not known the first setting stands for all. */
function unknownProblems(element: ModdleElement, seen: Set<string>): readonly Problem[] {
  return unknownNames(element).flatMap(({ uri, name }) => {
    if (seen.has(uri)) return [];
    seen.add(uri);
    return [[name, toldFor('namespace')] as const];
  });
}

function judged(treatment: Treatment | undefined, value: string): Verdict | null {
  if (treatment === undefined) return refusedFor('unknown');
  if (typeof treatment === 'string') return null;
  if ('refused' in treatment) return refusedFor(treatment.refused);
  if ('told' in treatment) return toldFor(treatment.told);
  const reason = treatment.judge(value.trim());
  return reason && refusedFor(reason);
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
