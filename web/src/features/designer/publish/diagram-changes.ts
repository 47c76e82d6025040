/** What differs between two diagrams, by element and in the author's words: for the publish panel. */
import { elementsOf, isA, readDiagram, referenceOf, textOf, type ModdleElement } from '#moddle';

/** Parts of an element that have a word of their own. */
export const CHANGE_FACETS = [
  'name',
  'executor',
  'task',
  'form',
  'call',
  'outcomes',
  'action',
  'data',
  'condition',
  'path',
  'default',
  'time',
  'event',
  'header',
  'translations',
  'other',
] as const;
export type ChangeFacet = (typeof CHANGE_FACETS)[number];

export interface DiagramChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly elementId: string;
  readonly type: string;
  readonly name: string | null;
  readonly facets: readonly ChangeFacet[];
}

const EXTENSION_FACETS: Readonly<Record<string, ChangeFacet>> = {
  'tl:Assignment': 'executor',
  'tl:Task': 'task',
  'tl:Form': 'form',
  'tl:Call': 'call',
  'tl:Outcomes': 'outcomes',
  'tl:Action': 'action',
  'tl:Io': 'data',
  'tl:OutcomeFlow': 'condition',
  'tl:Process': 'header',
  'tl:Translations': 'translations',
};
const PROPERTY_FACETS: Readonly<Record<string, ChangeFacet>> = {
  name: 'name',
  conditionExpression: 'condition',
  sourceRef: 'path',
  targetRef: 'path',
  default: 'default',
  eventDefinitions: 'event',
};
/** Containment and drawing order: their content is compared element by element. */
const STRUCTURE = new Set([
  'id',
  'incoming',
  'outgoing',
  'flowElements',
  'laneSets',
  'lanes',
  'flowNodeRef',
  'artifacts',
  'extensionElements',
]);

const REFERENCES = ['sourceRef', 'targetRef', 'default', 'attachedToRef', 'messageRef'];

export async function diagramChanges(before: string, after: string): Promise<readonly DiagramChange[]> {
  const [old, now] = await Promise.all([elementsById(before), elementsById(after)]);
  const changes: DiagramChange[] = [];
  for (const [id, element] of now) {
    const was = old.get(id);
    const facets = was ? changedFacets(was, element) : [];
    if (!was) changes.push(changeOf('added', element, []));
    else if (facets.length > 0) changes.push(changeOf('changed', element, facets));
  }
  for (const [id, element] of old) if (!now.has(id)) changes.push(changeOf('removed', element, []));
  const steps = changes.filter((change) => change.kind === 'changed' || change.type !== 'bpmn:SequenceFlow');
  // New and removed arrows follow from the steps that they join, and are told only when nothing else is.
  return steps.length > 0 ? steps : changes;
}

async function elementsById(xml: string): Promise<ReadonlyMap<string, ModdleElement>> {
  const { definitions } = await readDiagram(xml);
  const found = new Map<string, ModdleElement>();
  const collect = (element: ModdleElement): void => {
    if (element.id) found.set(element.id, element);
    for (const property of ['flowElements', 'laneSets', 'lanes'])
      elementsOf(element, property).forEach(collect);
  };
  elementsOf(definitions, 'rootElements')
    .filter((root) => isA(root, 'bpmn:Process'))
    .forEach(collect);
  return found;
}

function changeOf(
  kind: DiagramChange['kind'],
  element: ModdleElement,
  facets: readonly ChangeFacet[],
): DiagramChange {
  return { kind, elementId: element.id ?? '', type: element.$type, name: textOf(element, 'name'), facets };
}

function changedFacets(before: ModdleElement, after: ModdleElement): readonly ChangeFacet[] {
  const [old, now] = [facetsOf(before), facetsOf(after)];
  return CHANGE_FACETS.filter((facet) => old.get(facet) !== now.get(facet));
}

function facetsOf(element: ModdleElement): ReadonlyMap<ChangeFacet, string> {
  const facets = new Map<ChangeFacet, string>();
  const add = (facet: ChangeFacet, value: string): void =>
    void facets.set(facet, (facets.get(facet) ?? '') + value);
  for (const [property, value] of propertiesOf(element)) {
    if (!STRUCTURE.has(property)) add(facetOf(property, value), `${property}:${fingerprint(value)};`);
  }
  const extensions = element.get('extensionElements') as ModdleElement | undefined;
  for (const value of extensions ? elementsOf(extensions, 'values') : []) {
    add(EXTENSION_FACETS[value.$type] ?? 'other', fingerprint(value));
  }
  return facets;
}

function facetOf(property: string, value: unknown): ChangeFacet {
  const isTimer =
    property === 'eventDefinitions' &&
    Array.isArray(value) &&
    value.some((definition: ModdleElement) => isA(definition, 'bpmn:TimerEventDefinition'));
  return isTimer ? 'time' : (PROPERTY_FACETS[property] ?? 'other');
}

/** What the element says itself, and what it refers to, which moddle does not enumerate. */
function propertiesOf(element: ModdleElement): readonly (readonly [string, unknown])[] {
  return [
    ...Object.entries(element).filter(([name]) => !name.startsWith('$') && name !== 'di'),
    ...REFERENCES.flatMap((name) => {
      const referred = referenceOf(element, name);
      return referred ? [[name, referred.id] as const] : [];
    }),
  ];
}

/** Everything that the element says, as one text. References count by id; ids of definitions do not count. */
function fingerprint(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(fingerprint).join(',')}]`;
  if (!isElement(value)) return JSON.stringify(value) ?? '';
  if (value.id && isA(value, 'bpmn:FlowElement', 'bpmn:RootElement')) {
    if (!isA(value, 'bpmn:EventDefinition')) return `#${value.id}`;
  }
  const properties = propertiesOf(value)
    .filter(([name]) => name !== 'id')
    .map(([name, part]) => `${name}=${fingerprint(part)}`)
    .sort();
  return `${value.$type}{${properties.join(';')}}`;
}

function isElement(value: unknown): value is ModdleElement {
  return typeof value === 'object' && value !== null && '$type' in value;
}
