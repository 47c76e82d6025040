/**
 * Data of BPMN (clause 10.4): what a data element is called as a variable, which record a data store stands for, and
 * what an association moves. A data object and all its references are one variable.
 */
import { elementsOf, extensionOf, isA, referenceOf, textOf, type ModdleElement } from './element.ts';
import { foreignValue } from './foreign/juel.ts';

/** A target that the modeller invented because its author drew only an arrow. */
const PLACEHOLDER = '__targetRef_placeholder';

/** The variable of a data object, reference, property, data input or output; null for a drawn arrow's placeholder. */
export function dataVariableOf(item: ModdleElement): string | null {
  const name = textOf(item, 'name');
  if (name === PLACEHOLDER) return null;
  if (!isA(item, 'bpmn:DataObjectReference', 'bpmn:DataObject')) return name ?? item.id ?? null;
  const object = isA(item, 'bpmn:DataObject') ? item : referenceOf(item, 'dataObjectRef');
  if (!object) return name ?? item.id ?? null;
  return textOf(object, 'name') ?? nameOfFirstReference(object) ?? name ?? object.id ?? null;
}

function nameOfFirstReference(object: ModdleElement): string | null {
  const references = elementsOf(object.$parent, 'flowElements').filter(
    (item) => isA(item, 'bpmn:DataObjectReference') && referenceOf(item, 'dataObjectRef') === object,
  );
  return references.map((reference) => textOf(reference, 'name')).find((name) => name !== null) ?? null;
}

export interface DataItem {
  readonly variable: string;
  /** `= FEEL` for the value at the beginning (`tl:Initial`); null: nothing. */
  readonly initial: string | null;
}

/** Data objects and properties of a process or subprocess, properties of an activity. */
export function readDataItems(element: ModdleElement): readonly DataItem[] {
  const objects = elementsOf(element, 'flowElements').filter((item) => isA(item, 'bpmn:DataObject'));
  return [...objects, ...elementsOf(element, 'properties')].flatMap((item) => {
    const variable = dataVariableOf(item);
    const initial = textOf(extensionOf(item, 'tl:Initial'), 'value');
    return variable ? [{ variable, initial }] : [];
  });
}

export interface StoreSettings {
  /** Record type. */
  readonly entity: string;
  /** `= FEEL` for the record or its id; null: the variable of the entity's name. */
  readonly record: string | null;
  /** What associations call the record. */
  readonly variable: string;
}

/** `tl:Store` of a bpmn:DataStoreReference; null when it is drawn only. */
export function readStore(reference: ModdleElement): StoreSettings | null {
  const extension = extensionOf(reference, 'tl:Store');
  const entity = textOf(extension, 'entity');
  if (!entity) return null;
  return { entity, record: textOf(extension, 'record'), variable: textOf(reference, 'name') ?? entity };
}

export interface AssociationSettings {
  readonly sources: readonly ModdleElement[];
  readonly target: ModdleElement | null;
  /** FEEL (or `${…}`) over the sources. */
  readonly transformation: string | null;
  readonly assignments: readonly { readonly from: string; readonly to: string }[];
}

export function readAssociations(
  element: ModdleElement,
  property: 'dataInputAssociations' | 'dataOutputAssociations',
): readonly AssociationSettings[] {
  return elementsOf(element, property).map((association) => ({
    sources: elementsOf(association, 'sourceRef'),
    target: referenceOf(association, 'targetRef'),
    transformation: bodyOf(association, 'transformation'),
    assignments: elementsOf(association, 'assignment').flatMap((assignment) => {
      const [from, to] = [bodyOf(assignment, 'from'), bodyOf(assignment, 'to')];
      return from && to ? [{ from, to }] : [];
    }),
  }));
}

function bodyOf(holder: ModdleElement, property: string): string | null {
  const body = textOf(referenceOf(holder, property), 'body');
  return body && foreignValue(body);
}
