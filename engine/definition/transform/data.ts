/**
 * Data of BPMN (BPMN 2.0.2 §10.4) as mappings: a data input is a local variable that an association fills, a data output
 * an entry of the result that an association copies into a data object. A data store bound to a record type is read as
 * the record itself, and written through the host's handler in the step's transaction. A drawn arrow without inputs and
 * outputs moves nothing for a data object, because its variable is seen anyway.
 */
import {
  dataVariableOf,
  elementsOf,
  readAssociations,
  readDataItems,
  readStore,
  referenceOf,
  type AssociationSettings,
  type ModdleElement,
  type StoreSettings,
} from '#moddle';
import type { CompiledExpression } from '../../expressions/expression.ts';
import type { CompiledListener, CompiledMapping, ContainerData } from '../model.ts';
import type { TransformContext } from './context.ts';

/** Writes the fields of a record; the host has it. */
export const UPDATE_RECORD = 'crm.update-record';

export interface CompiledData {
  readonly inputs: readonly CompiledMapping[];
  readonly outputs: readonly CompiledMapping[];
  readonly listeners: readonly CompiledListener[];
}

/** That several input or output sets are to choose from is refused by the rules `several-input-sets` and `several-output-sets`. */
export function compileData(node: ModdleElement, context: TransformContext): CompiledData {
  const loop = referenceOf(node, 'loopCharacteristics');
  const collected = loop && referenceOf(loop, 'loopDataOutputRef');
  const reading = readAssociations(node, 'dataInputAssociations');
  const writing = readAssociations(node, 'dataOutputAssociations').filter(
    ({ sources }) => !collected || !sources.includes(collected),
  );
  const isContainer = elementsOf(node, 'flowElements').length > 0;
  const properties = isContainer ? [] : propertyMappings(node, context);
  return {
    inputs: [...properties, ...reading.flatMap((one) => inputMappings(one, context))],
    outputs: writing
      .filter(({ target }) => !storeOf(target))
      .flatMap((one) => mappingsOf(one, targetOf(one), context)),
    listeners: writing.flatMap((one) => storeListeners(one, context)),
  };
}

/** Data objects and properties of a process or subprocess. */
export function compileContainerData(container: ModdleElement, context: TransformContext): ContainerData[] {
  return readDataItems(container).map(({ variable, initial }) => ({
    variable,
    initial: initial ? context.expression(initial) : null,
  }));
}

function propertyMappings(node: ModdleElement, context: TransformContext): readonly CompiledMapping[] {
  return readDataItems(node).flatMap(({ variable, initial }) => {
    const expression = initial ? context.expression(initial) : NOTHING;
    return expression ? [mapping(variable, expression)] : [];
  });
}

function inputMappings(one: AssociationSettings, context: TransformContext): readonly CompiledMapping[] {
  const [source] = one.sources;
  const store = storeOf(source);
  if (!store) return mappingsOf(one, targetOf(one), context);
  const record = storedRecord(store, context);
  const local = targetOf(one) ?? store.variable;
  const read = record ? [mapping(store.variable, record)] : [];
  if (one.transformation || one.assignments.length > 0) return [...read, ...mappingsOf(one, local, context)];
  return record ? [mapping(local, record)] : [];
}

/** What the association gives to `target`: its assignments, its transformation, or its source as it is. */
function mappingsOf(
  { sources, transformation, assignments, target }: AssociationSettings,
  name: string | null,
  context: TransformContext,
): readonly CompiledMapping[] {
  const [source] = sources;
  const whole = transformation ? context.expression(transformation) : source ? variable(source) : null;
  const copies = whole && name && (transformation || assignments.length === 0) ? [mapping(name, whole)] : [];
  const assigned = assignments.flatMap(({ from, to }) => {
    const expression = context.expression(from);
    return expression ? [mapping(assignedName(to, name, target), expression)] : [];
  });
  return [...copies, ...assigned];
}

/** `to` names the target, an entry of it, or, without a target, any variable. */
function assignedName(to: string, name: string | null, target: ModdleElement | null): string {
  const path = to.replace(/^=\s*/, '').split('.');
  if (name === null) return path.join('.');
  const isTarget = path[0] === name || path[0] === target?.id;
  return [name, ...(isTarget ? path.slice(1) : path)].join('.');
}

function storeListeners(one: AssociationSettings, context: TransformContext): readonly CompiledListener[] {
  const store = storeOf(one.target);
  const record = store && storedRecord(store, context);
  if (!store || !record) return [];
  const fields = mappingsOf(one, null, context).map(({ name, source }) => ({
    // `ticket.status` and `status` are the same field.
    name: name.split('.').at(-1)!,
    source,
  }));
  const [source] = one.sources;
  const whole = one.transformation
    ? context.expression(one.transformation)
    : source && fields.length === 0
      ? variable(source)
      : null;
  return [{ event: 'end', run: { kind: 'store', handler: UPDATE_RECORD, record, whole, fields } }];
}

/** The reference to the record: expressions see all its fields. */
function storedRecord(
  { entity, record }: StoreSettings,
  context: TransformContext,
): CompiledExpression | null {
  const named = context.expression(record ?? `= ${entity}`);
  if (!named) return null;
  return {
    source: named.source,
    mentions: () => false,
    evaluate(variables) {
      const value = named.evaluate(variables);
      const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : value;
      return typeof id === 'string' && id !== '' ? { $record: entity, id } : null;
    },
  };
}

function storeOf(item: ModdleElement | null | undefined): StoreSettings | null {
  return item?.$type === 'bpmn:DataStoreReference' ? readStore(item) : null;
}

/** The variable of the target; null for a drawn arrow. */
function targetOf({ target }: AssociationSettings): string | null {
  return target && dataVariableOf(target);
}

/** A data element by its name, which need not be a name of FEEL. */
function variable(item: ModdleElement): CompiledExpression {
  const name = dataVariableOf(item) ?? '';
  return {
    source: name,
    mentions: (mentioned) => mentioned === name,
    evaluate: (context) => (context[name] ?? null) as ReturnType<CompiledExpression['evaluate']>,
  };
}

const NOTHING: CompiledExpression = { source: 'null', mentions: () => false, evaluate: () => null };

function mapping(name: string, expression: CompiledExpression): CompiledMapping {
  return { name, value: `= ${expression.source}`, source: { kind: 'feel', expression } };
}
