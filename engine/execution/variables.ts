/**
 * Variables live in scopes. Reading looks from the inner scope outwards up to the process; a called instance sees
 * only its own. Writing goes to the scope that already has the name, otherwise to the process.
 */
import type { CompiledExpression } from '../expressions/expression.ts';
import { NOW_NAME } from '../expressions/feel.ts';
import type { CompiledMapping, TextValue } from '../definition/model.ts';
import { EngineFailure } from '../errors.ts';
import { isRecordRef, type Json, type RecordRef, type Variables } from '../ports.ts';
import { counterVariables, keepsLocal } from './iterations.ts';
import { needRecords, needScript } from './needs.ts';
import type { ScopeRow, TokenRow } from './state.ts';
import type { Session, Step } from './step.ts';
import { noteSize } from './limits.ts';
import { variableProblem } from './variable-check.ts';

export function visibleVariables(session: Session, scopeId: string): Variables {
  const scope = session.state.scopes.get(scopeId)!;
  if (scope.parentId === null) return scope.variables;
  return { ...visibleVariables(session, scope.parentId), ...scope.variables };
}

/** Sets each variable where it lives. @throws EngineFailure when one cannot be stored. */
export function setVariables(
  session: Session,
  scopeId: string,
  elementId: string | null,
  values: Variables,
): void {
  const { instanceId } = session.state.scopes.get(scopeId)!;
  const problem = variableProblem(values, session.environment.limits.variableBytesMax, (name, size) =>
    noteSize(session, instanceId, name, size),
  );
  if (problem) throw new EngineFailure('ENG_VARIABLE_INVALID', problem);
  const perScope = new Map<ScopeRow, Variables>();
  for (const [name, value] of Object.entries(asReferences(values))) {
    const home = homeOf(session, scopeId, name);
    if (home.variables[name] === value) continue;
    const group = perScope.get(home) ?? {};
    perScope.set(home, { ...group, [name]: value });
    const event = Object.hasOwn(home.variables, name) ? 'update' : 'create';
    session.changes.push({ scopeId: home.id, name, event });
  }
  for (const [scope, group] of perScope) emitVariables(session, scope, elementId, group);
}

/** Sets them in this very scope, whether it has the names or not. */
export function setLocalVariables(session: Session, scope: ScopeRow, values: Variables): void {
  for (const name of Object.keys(values)) {
    const event = Object.hasOwn(scope.variables, name) ? 'update' : 'create';
    session.changes.push({ scopeId: scope.id, name, event });
  }
  emitVariables(session, scope, null, asReferences(values));
}

function emitVariables(session: Session, scope: ScopeRow, elementId: string | null, values: Variables): void {
  const { reason } = session.environment;
  session.unit.emit(scope.instanceId, {
    kind: 'VariablesSet',
    scopeId: scope.id,
    elementId,
    values,
    ...(reason === null ? {} : { reason }),
  });
}

/**
 * Expressions see records with all their fields; what is kept is the reference alone. A copy would grow stale, and
 * would keep a customer's details where no right of the record reaches.
 */
export function asReferences(values: Variables): Variables {
  if (!holdsObjects(values)) return values;
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, asReference(value)]));
}

function holdsObjects(values: Variables): boolean {
  for (const name in values) if (typeof values[name] === 'object' && values[name] !== null) return true;
  return false;
}

function asReference(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (isRecordRef(value)) return { $record: value.$record, id: value.id };
  if (Array.isArray(value)) return (value as readonly Json[]).map(asReference);
  return asReferences(value as Variables);
}

function homeOf(session: Session, scopeId: string, name: string): ScopeRow {
  const scope = session.state.scopes.get(scopeId)!;
  if (scope.parentId === null || Object.hasOwn(scope.variables, name)) return scope;
  if (keepsLocal(session, scope, name)) return scope;
  return homeOf(session, scope.parentId, name);
}

/** The value of a FEEL expression over the variables, with records read where they are mentioned. */
export function evaluate(step: Step, expression: CompiledExpression, extra: Variables = NO_VARIABLES): Json {
  return expression.evaluate(contextFor(step, expression, extra));
}

/** FEEL gives its value, a template its text. */
export function evaluateText(step: Step, value: TextValue, extra: Variables = NO_VARIABLES): Json {
  if (value.kind === 'feel') return evaluate(step, value.expression, extra);
  return value.template.render(contextFor(step, value.template, extra));
}

/** Each mapping sees what those before it gave. `a.b` as a name puts an entry into the context `a`. */
export function evaluateMappings(
  step: Step,
  mappings: readonly CompiledMapping[],
  extra: Variables = NO_VARIABLES,
): Variables {
  const values: Variables = {};
  mappings.forEach(({ name, source }, index) => {
    const seen = { ...extra, ...values };
    const value =
      source.kind === 'script'
        ? valueOfScript(step, source.source, seen, `${name}:${index}`)
        : evaluateText(step, source, seen);
    const [first, ...path] = name.split('.') as [string, ...string[]];
    if (path.length === 0) values[name] = value;
    else values[first] = withEntry(values[first] ?? variablesAt(step)[first] ?? {}, path, value);
  });
  return values;
}

function withEntry(context: Json, [first, ...rest]: readonly string[], value: Json): Json {
  const isContext = typeof context === 'object' && context !== null && !Array.isArray(context);
  const entries = isContext ? (context as Variables) : {};
  const key = first!;
  return { ...entries, [key]: rest.length === 0 ? value : withEntry(entries[key] ?? {}, rest, value) };
}

const SCRIPT_VALUE = 'value';

function valueOfScript(step: Step, source: string, extra: Variables, key: string): Json {
  const variables = { ...variablesAt(step), ...extra };
  const request = { source, variables, resultVariable: SCRIPT_VALUE };
  const result = needScript(step.session.supplies, `${step.tokenId}:${step.element.id}:${key}`, request);
  return result[SCRIPT_VALUE] ?? null;
}

/**
 * The inputs of an activity are its local variables: evaluated when it is entered, seen by everything that it
 * evaluates until it is left, and by nobody else.
 */
export function enterLocals(step: Step): void {
  const { inputs, ownsScope } = step.element;
  if (ownsScope || inputs.length === 0 || step.session.locals.has(step.tokenId)) return;
  if (localsOf(step) !== NO_VARIABLES) return;
  step.session.locals.set(step.tokenId, asReferences(evaluateMappings(step, inputs)));
}

/** A waiting token keeps its local variables with its scope. */
export function rememberLocals({ session, instance, scopeId, tokenId }: Step): void {
  const value = session.locals.get(tokenId);
  if (value) session.unit.emit(instance.id, { kind: 'ElementMemoSet', scopeId, elementId: tokenId, value });
}

/** Most scopes remember nothing; to look an id up in an object costs more than to see that it is empty. */
function keptIn(scope: ScopeRow | undefined, tokenId: string): Variables {
  for (const _name in scope?.memo) return (scope!.memo[tokenId] as Variables | undefined) ?? NO_VARIABLES;
  return NO_VARIABLES;
}

/** The token is about to go. */
export function forgetLocals({ state, unit }: Session, { id, scopeId, instanceId }: TokenRow): void {
  if (keptIn(state.scopes.get(scopeId), id) === NO_VARIABLES) return;
  unit.emit(instanceId, { kind: 'ElementMemoSet', scopeId, elementId: id, value: null });
}

/** The local variables of the activity, as they were evaluated when it was entered. */
export function localsOf({ session, scopeId, tokenId }: Step): Variables {
  const made = session.locals.size > 0 ? session.locals.get(tokenId) : undefined;
  return made ?? keptIn(session.state.scopes.get(scopeId), tokenId);
}

/** What listens to the end of an activity sees its local variables, although the token has gone by then. */
export function holdLocals(step: Step, given: Variables | undefined): void {
  const locals = given ?? localsOf(step);
  if (locals !== NO_VARIABLES) step.session.locals.set(step.tokenId, locals);
}

/** The activity's evaluated inputs. */
export function inputsOf(step: Step): Variables {
  const locals = localsOf(step);
  return locals === NO_VARIABLES ? evaluateMappings(step, step.element.inputs) : locals;
}

/** Everything that can be seen at the step, its local variables in front. */
export function variablesAt(step: Step): Variables {
  const visible = visibleVariables(step.session, step.scopeId);
  const locals = localsOf(step);
  return locals === NO_VARIABLES ? visible : { ...visible, ...locals };
}

/**
 * What an activity gives back becomes variables: with output mappings only what they name, otherwise everything.
 * A mapping sees the variables, the result's entries by name, and the whole result as `result` unless it has one.
 */
export function applyOutputs(step: Step, result: Variables): void {
  const { outputs } = step.element;
  const values = outputs.length === 0 ? result : evaluateMappings(step, outputs, { result, ...result });
  if (Object.keys(values).length > 0) setVariables(step.session, step.scopeId, step.element.id, values);
}

/** What a text at the step sees; records that it names are read. */
export function contextFor(
  step: Step,
  text: { mentions(name: string): boolean },
  extra: Variables,
): Readonly<Record<string, unknown>> {
  const { session, instance } = step;
  const context: Record<string, unknown> = {
    [NOW_NAME]: session.environment.now,
    initiator: instance.initiator,
    businessKey: instance.businessKey,
    ...variablesAt(step),
    ...counterVariables(session, step.scopeId),
    ...extra,
  };
  const mentioned = Object.entries(context).filter(
    (entry): entry is [string, RecordRef & Json] => isRecordRef(entry[1]) && text.mentions(entry[0]),
  );
  if (mentioned.length === 0) return context;
  const records = needRecords(
    session,
    mentioned.map(([, ref]) => ref),
  );
  mentioned.forEach(([name, ref], index) => {
    context[name] = { ...records[index], $record: ref.$record, id: ref.id };
  });
  return context;
}

const NO_VARIABLES: Variables = {};
