/** Reading and writing BPMN XML with our extensions. Foreign extensions survive a round trip untouched. */
import { BpmnModdle } from 'bpmn-moddle';
import { TL_PREFIX, throughlineDescriptor } from './descriptor.ts';
import { ShapeBook, type Registry } from './element-shapes.ts';
import type { ModdleElement } from './element.ts';
import { readQuickly } from './quick-reader.ts';
import { keepingUnresolved, rememberUnresolved, unresolvedFrom } from './unresolved.ts';

export interface Diagram {
  /** The bpmn:Definitions. */
  readonly definitions: ModdleElement;
  /** What the reader could not understand; deployment refuses it, opening a foreign file only lists it. */
  readonly warnings: readonly string[];
}

/** Parses BPMN XML. Rejects with an Error when the text is no BPMN document at all. */
export async function readDiagram(xml: string): Promise<Diagram> {
  const { rootElement, warnings } = await moddle.fromXML(xml, 'bpmn:Definitions');
  const definitions = rootElement as ModdleElement;
  rememberUnresolved(
    definitions,
    warnings.flatMap((warning) => unresolvedFrom(warning) ?? []),
  );
  return {
    definitions,
    warnings: warnings.map((warning) => warning.message),
  };
}

/**
 * The same elements, read faster where the document is regular (quick-reader.ts), to be looked at only: what is written
 * back is read by `readDiagram`.
 */
export async function readDiagramToLookAt(xml: string): Promise<Diagram> {
  const definitions = readQuickly(registry, shapes, xml);
  return definitions ? { definitions, warnings: [] } : readDiagram(xml);
}

/** Writes the definitions back as formatted XML, with what they refer to and do not declare. */
export async function writeDiagram(definitions: ModdleElement): Promise<string> {
  const { xml } = await keepingUnresolved(definitions, () => moddle.toXML(definitions, { format: true }));
  return xml;
}

/** Makes one element of any BPMN or `tl:` type, e.g. for tests and builders. */
export function createElement(type: string, properties: Record<string, unknown> = {}): ModdleElement {
  return moddle.create(type, properties) as ModdleElement;
}

/** One instance for all: it holds the type registry only. The clone is needed because moddle writes into descriptors. */
const moddle = new BpmnModdle({ [TL_PREFIX]: structuredClone(throughlineDescriptor) });

// The standard's schema has the script of a global script task as an element; the package takes it for an attribute.
for (const property of moddle.registry.typeMap['bpmn:GlobalScriptTask']?.properties ?? []) {
  if (property.name === 'bpmn:script') delete property.isAttr;
}

/** The package declares no types for what it knows of the types. */
const registry = moddle as unknown as Registry;
const shapes = new ShapeBook(registry);
