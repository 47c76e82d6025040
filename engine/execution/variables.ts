/**
 * Variables live in scopes. Reading looks from the inner scope outwards up to the process; a called instance sees
 * only its own. Writing goes to the scope that already has the name, otherwise to the process.
 */
import type { CompiledExpression } from '../expressions/expression.ts';
import { NOW_NAME } from '../expressions/feel.ts';
import type { CompiledMapping, TextValue } from '../definition/model.ts';
import { EngineFailure } from '../errors.ts';
import { isRecordRef, type Json, type RecordRef, type Variables } from '../ports.ts';
import { needRecords } from './needs.ts';
import type { ScopeRow } from './state.ts';
import type { Session, Step } from './step.ts';
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
  const problem = variableProblem(values, session.environment.limits.variableBytesMax);
  if (problem) throw new EngineFailure('ENG_VARIABLE_INVALID', problem);
  const perScope = new Map<ScopeRow, Variables>();
  for (const [name, value] of Object.entries(asReferences(values))) {
    const home = homeOf(session, scopeId, name);
    if (home.variables[name] === value) continue;
    const group = perScope.get(home) ?? {};
    perScope.set(home, { ...group, [name]: value });
  }
  const { reason } = session.environment;
  for (const [scope, group] of perScope) {
    session.unit.emit(scope.instanceId, {
      kind: 'VariablesSet',
      scopeId: scope.id,
      elementId,
      values: group,
      ...(reason === null ? {} : { reason }),
    });
  }
}

/**
 * Expressions see records with all their fields; what is kept is the reference alone. A copy would grow stale, and
 * would keep a customer's details where no right of the record reaches.
 */
export function asReferences(values: Variables): Variables {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, asReference(value)]));
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

export function evaluateMappings(
  step: Step,
  mappings: readonly CompiledMapping[],
  extra: Variables = NO_VARIABLES,
): Variables {
  const values: Variables = {};
  for (const { name, source } of mappings) values[name] = evaluateText(step, source, extra);
  return values;
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

function contextFor(
  step: Step,
  text: { mentions(name: string): boolean },
  extra: Variables,
): Readonly<Record<string, unknown>> {
  const { session, instance } = step;
  const context: Record<string, unknown> = {
    [NOW_NAME]: session.environment.now,
    initiator: instance.initiator,
    businessKey: instance.businessKey,
    ...visibleVariables(session, step.scopeId),
    ...extra,
  };
  const mentioned = Object.entries(context).filter(
    (entry): entry is [string, RecordRef & Json] => isRecordRef(entry[1]) && text.mentions(entry[0]),
  );
  if (mentioned.length === 0) return context;
  const records = needRecords(
    session.supplies,
    mentioned.map(([, ref]) => ref),
  );
  mentioned.forEach(([name, ref], index) => {
    context[name] = { ...records[index], $record: ref.$record, id: ref.id };
  });
  return context;
}

const NO_VARIABLES: Variables = {};
