/**
 * What the attributes and children of a type mean, looked up in the registry of bpmn-moddle once for each type: the rules
 * are those of the package's own reader.
 */
import type { OpenTag } from 'saxen';

/** An element under way; properties by name. */
export type Made = Record<string, unknown>;

export interface Property {
  readonly name: string;
  readonly type: string;
  readonly isMany?: boolean;
  readonly isReference?: boolean;
  readonly isAttr?: boolean;
  readonly isAttribute?: boolean;
  readonly isVirtual?: boolean;
  readonly xml?: { readonly serialize?: string };
}

interface Descriptor {
  readonly name: string;
  readonly ns: { readonly prefix: string };
  readonly properties: readonly Property[];
  readonly propertiesByName: Readonly<Record<string, Property | undefined>>;
  readonly bodyProperty?: Property;
  readonly idProperty?: Property;
}

interface Type {
  readonly prototype: object;
  readonly $descriptor: Descriptor;
  hasType(name: string): boolean;
}

interface Package {
  readonly uri: string;
  readonly prefix: string;
  readonly xml?: { readonly tagAlias?: string; readonly typePrefix?: string };
}

/** The part of the package's model that reading needs. */
export interface Registry {
  getPackages(): readonly Package[];
  getPackage(prefix: string): Package | undefined;
  /** @throws when there is none of the name. */
  getType(name: string): Type;
  createAny(name: string, uri: string | undefined, attributes: Readonly<Record<string, string>>): Made;
}

type Convert = (text: string) => unknown;

export interface Shape {
  readonly type: Type;
  readonly idProperty: string | null;
  readonly body: { readonly name: string; readonly convert: Convert } | null;
  readonly children: Map<string, ChildPlan | null>;
  readonly attributes: Map<string, AttributePlan>;
}

export type ChildPlan = { readonly name: string; readonly isMany: boolean } & (
  | { readonly kind: 'value'; readonly convert: Convert }
  | { readonly kind: 'reference' }
  | { readonly kind: 'foreign' }
  | { readonly kind: 'element'; readonly shape: Shape }
);

export type AttributePlan =
  | { readonly kind: 'value'; readonly name: string; readonly convert: Convert }
  | { readonly kind: 'reference' | 'references' | 'foreign'; readonly name: string }
  | { readonly kind: 'irregular' };

const CONVERTERS: Readonly<Record<string, Convert>> = {
  String: (text) => text,
  Boolean: (text) => text === 'true',
  Integer: (text) => Number.parseInt(text, 10),
  Real: (text) => Number.parseFloat(text),
};
const asItIs: Convert = (text) => text;

export class ShapeBook {
  /** Prefixes of the package by URI, for the tokenizer. */
  readonly prefixes: Readonly<Record<string, string>>;
  private readonly registry: Registry;
  private readonly shapes = new Map<string, Shape>();

  constructor(registry: Registry) {
    this.registry = registry;
    this.prefixes = {
      'http://www.w3.org/2001/XMLSchema-instance': 'xsi',
      'http://www.w3.org/XML/1998/namespace': 'xml',
      ...Object.fromEntries(registry.getPackages().map(({ uri, prefix }) => [uri, prefix])),
    };
  }

  shape(typeName: string): Shape {
    const known = this.shapes.get(typeName);
    if (known) return known;
    const type = this.registry.getType(typeName);
    const { idProperty, bodyProperty } = type.$descriptor;
    const made: Shape = {
      type,
      idProperty: idProperty?.name ?? null,
      body: bodyProperty ? { name: bodyProperty.name, convert: converterOf(bodyProperty) } : null,
      children: new Map(),
      attributes: new Map(),
    };
    this.shapes.set(typeName, made);
    return made;
  }

  attribute(shape: Shape, name: string): AttributePlan {
    const known = shape.attributes.get(name);
    if (known) return known;
    const made = this.planAttribute(shape.type.$descriptor, name);
    shape.attributes.set(name, made);
    return made;
  }

  private planAttribute({ propertiesByName, ns }: Descriptor, name: string): AttributePlan {
    const property = propertiesByName[name];
    if (property?.isReference) {
      return { kind: property.isMany ? 'references' : 'reference', name: property.name };
    }
    if (property) return { kind: 'value', name: property.name, convert: converterOf(property) };
    if (name === 'xmlns') return { kind: 'foreign', name };
    if (!isName(name)) return { kind: 'irregular' };
    const at = name.indexOf(':');
    const prefix = at < 0 ? ns.prefix : name.slice(0, at);
    return this.registry.getPackage(prefix) ? { kind: 'irregular' } : { kind: 'foreign', name };
  }

  /** Null when the type has no place for the child. */
  child(shape: Shape, tag: OpenTag, attributes: Readonly<Record<string, string>>): ChildPlan | null {
    const { name } = tag;
    const property = shape.type.$descriptor.propertiesByName[name];
    const serialized = property && !property.isAttr ? property.xml?.serialize : undefined;
    const typeName = serialized && serialized !== 'property' ? attributes[serialized] : undefined;
    if (typeName && !isName(typeName)) return null;
    const key = typeName ? `${name} ${this.typeNamed(typeName, tag.ns)}` : name;
    const known = shape.children.get(key);
    if (known !== undefined) return known;
    const made = this.planChild(shape.type.$descriptor, name, typeName ? key.slice(name.length + 1) : null);
    shape.children.set(key, made);
    return made;
  }

  /** `xsi:type="tFormalExpression"` → `bpmn:FormalExpression`. */
  private typeNamed(written: string, ns: OpenTag['ns']): string {
    const at = written.indexOf(':');
    const prefix = at < 0 ? ns.xmlns : written.slice(0, at);
    const known = (prefix !== undefined && ns[prefix]) || prefix;
    const local = written.slice(at + 1);
    const typePrefix = known === undefined ? undefined : this.registry.getPackage(known)?.xml?.typePrefix;
    return `${known}:${typePrefix && local.startsWith(typePrefix) ? local.slice(typePrefix.length) : local}`;
  }

  private planChild(descriptor: Descriptor, name: string, typeName: string | null): ChildPlan | null {
    const named = descriptor.propertiesByName[name];
    if (named && !named.isAttr) return this.plan(named, typeName ?? named.type);
    if (!isName(name)) return null;
    const found = this.registry.getPackage(name.slice(0, Math.max(0, name.indexOf(':'))));
    if (!found) {
      const any = descriptor.properties.find((one) => isHeld(one) && one.type === 'Element');
      return any ? this.plan(any, any.type) : null;
    }
    const type = this.typeOrNull(found.xml?.tagAlias === 'lowerCase' ? capitalized(name) : name);
    const member = type && descriptor.properties.find((one) => isMember(one, type));
    return member ? this.plan(member, type.$descriptor.name) : null;
  }

  private plan(property: Property, typeName: string): ChildPlan | null {
    const { name, isMany = false } = property;
    const convert = CONVERTERS[typeName];
    if (convert) return { kind: 'value', name, isMany, convert };
    if (property.isReference) return { kind: 'reference', name, isMany };
    if (typeName === 'Element') return { kind: 'foreign', name, isMany };
    return this.typeOrNull(typeName) && { kind: 'element', name, isMany, shape: this.shape(typeName) };
  }

  private typeOrNull(name: string): Type | null {
    try {
      return this.registry.getType(name);
    } catch {
      return null;
    }
  }
}

/** With one prefix at most. */
export function isName(name: string): boolean {
  return name.indexOf(':') === name.lastIndexOf(':');
}

function isHeld(property: Property): boolean {
  return !property.isReference && !property.isAttribute;
}

function isMember(property: Property, type: Type): boolean {
  return !property.isVirtual && isHeld(property) && type.hasType(property.type);
}

function converterOf({ type }: Property): Convert {
  return CONVERTERS[type] ?? asItIs;
}

/** `bpmn:userTask` → `bpmn:UserTask`. */
function capitalized(name: string): string {
  const at = name.indexOf(':') + 1;
  return name.slice(0, at) + name.charAt(at).toUpperCase() + name.slice(at + 1);
}
