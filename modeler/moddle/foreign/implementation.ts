/**
 * What a task of the two namespaces does: the name of a handler (job type, topic, class, delegate, or the text of an
 * expression that calls a method), an expression to be evaluated, or a decision. A host that has a handler of just this
 * name runs it; for all others the deployment says that there is none.
 */
import { elementsOf, textOf, type ModdleElement } from '../element.ts';
import type { ActionSettings } from '../settings.ts';
import { feelFromJuel, isJuel } from './juel.ts';
import { foreignAttribute, foreignExtension } from './namespaces.ts';

/** Attributes of a service task may stand on its message event definition, when it is an event. */
function carriersOf(element: ModdleElement): readonly ModdleElement[] {
  const definitions = elementsOf(element, 'eventDefinitions').filter(
    (definition) => definition.$type === 'bpmn:MessageEventDefinition',
  );
  return [element, ...definitions];
}

function attributeOf(element: ModdleElement, name: string): string | null {
  for (const carrier of carriersOf(element)) {
    const value = foreignAttribute(carrier, 'camunda', name);
    if (value) return value;
  }
  return null;
}

/** The handler's name and its retries; null when the element names none. */
export function foreignAction(element: ModdleElement): ActionSettings | null {
  const definition = foreignExtension(element, 'zeebe', 'taskDefinition')?.attributes;
  const retry = readRetryCycle(element);
  if (definition) {
    const said = definition.retries?.trim();
    const retries = Number(constantOf(said));
    const isNumber = said && Number.isInteger(retries);
    return {
      type: constantOf(definition.type),
      retries: isNumber ? retries : (retry?.retries ?? null),
      ...(said && !isNumber ? { retriesExpression: said } : {}),
      backoff: retry?.backoff ?? [],
      seesVariables: true,
      worker: true,
      ...headersOf(element),
    };
  }
  const type = foreignHandler(element);
  if (!type) return null;
  const worker = attributeOf(element, 'type') === 'external';
  return {
    type,
    retries: retry?.retries ?? null,
    backoff: retry?.backoff ?? [],
    seesVariables: true,
    ...(worker ? { worker } : {}),
  };
}

function headersOf(element: ModdleElement): Pick<ActionSettings, 'headers'> {
  const headers = foreignExtension(element, 'zeebe', 'taskHeaders');
  if (!headers) return {};
  const entries = headers.children.map(({ attributes }) => [attributes.key ?? '', attributes.value ?? '']);
  return { headers: Object.fromEntries(entries) as Record<string, string> };
}

/** A constant in FEEL or as text: `= "pay"`, `pay`. */
function constantOf(text: string | undefined): string | null {
  const value = text?.trim() ?? '';
  const constant = /^=\s*(?:"([^"\\]*)"|(\d+))$/.exec(value);
  return (constant ? (constant[1] ?? constant[2]!) : value) || null;
}

function foreignHandler(element: ModdleElement): string | null {
  if (attributeOf(element, 'type') === 'external') return attributeOf(element, 'topic');
  const expression = attributeOf(element, 'expression');
  if (expression && isJuel(expression) && 'problem' in feelFromJuel(expression)) return expression;
  return attributeOf(element, 'class') ?? attributeOf(element, 'delegateExpression');
}

export interface ExpressionTaskSettings {
  /** FEEL. */
  readonly expression: string;
  readonly resultVariable: string | null;
}

/** A service task that evaluates an expression (`camunda:expression` without a method call). */
export function readExpressionTask(element: ModdleElement): ExpressionTaskSettings | null {
  const text = attributeOf(element, 'expression');
  if (!text) return null;
  const translated = isJuel(text) ? feelFromJuel(text) : { feel: JSON.stringify(text) };
  if ('problem' in translated) return null;
  return { expression: translated.feel, resultVariable: attributeOf(element, 'resultVariable') };
}

/** The variable that takes the whole result of a task. */
export function readResultVariable(element: ModdleElement): string | null {
  return (
    foreignExtension(element, 'zeebe', 'script')?.attributes.resultVariable ??
    attributeOf(element, 'resultVariable')
  );
}

export interface ScriptSettings {
  /** Lower case; null when the diagram names none. */
  readonly format: string | null;
  readonly source: string;
  readonly resultVariable: string | null;
}

/** The script of a script task: BPMN's own, or the FEEL of Camunda 8; null when there is none. */
export function readScript(element: ModdleElement): ScriptSettings | null {
  const resultVariable = readResultVariable(element);
  const feel = foreignExtension(element, 'zeebe', 'script')?.attributes.expression;
  if (feel) return { format: 'feel', source: feel, resultVariable };
  const source = textOf(element, 'script');
  const format = textOf(element, 'scriptFormat')?.toLowerCase() ?? null;
  return source ? { format, source, resultVariable } : null;
}

export const BINDINGS = ['latest', 'deployment', 'version', 'versionTag'] as const;
export type Binding = (typeof BINDINGS)[number];

/** Camunda's ways to make one value of a list of results; null: one output gives its value, several a context. */
export const MAP_RESULTS = ['singleEntry', 'singleResult', 'collectEntries', 'resultList'] as const;
export type MapResult = (typeof MAP_RESULTS)[number];

export interface DecisionSettings {
  /** Key of the decision, or FEEL that gives it. */
  readonly decisionId: string;
  readonly binding: Binding;
  readonly version: string | null;
  readonly versionTag: string | null;
  readonly resultVariable: string | null;
  readonly mapResult: MapResult | null;
}

export function foreignDecision(element: ModdleElement): DecisionSettings | null {
  const called = foreignExtension(element, 'zeebe', 'calledDecision')?.attributes;
  if (called) {
    return {
      decisionId: called.decisionId ?? '',
      binding: bindingOf(called.bindingType),
      version: null,
      versionTag: called.versionTag ?? null,
      resultVariable: called.resultVariable ?? null,
      mapResult: null,
    };
  }
  const attribute = (name: string): string | null => foreignAttribute(element, 'camunda', name);
  const decisionId = attribute('decisionRef');
  if (!decisionId) return null;
  const version = attribute('decisionRefVersion');
  return {
    decisionId,
    binding: bindingOf(attribute('decisionRefBinding')),
    version,
    versionTag: attribute('decisionRefVersionTag'),
    resultVariable: attribute('resultVariable'),
    mapResult: MAP_RESULTS.find((one) => one === attribute('mapDecisionResult')) ?? 'resultList',
  };
}

export function bindingOf(text: string | null | undefined): Binding {
  return BINDINGS.find((binding) => binding === text) ?? 'latest';
}

export interface RetrySettings {
  readonly retries: number;
  /** ISO 8601 durations before the 2nd, 3rd … attempt. */
  readonly backoff: readonly string[];
}

export function retryCycleText(element: ModdleElement): string | null {
  return foreignExtension(element, 'camunda', 'failedJobRetryTimeCycle')?.body?.trim() || null;
}

/** `camunda:failedJobRetryTimeCycle`: `R3/PT10M`, or a list of waits `PT5M,PT1H`; null when it is neither. */
export function readRetryCycle(element: ModdleElement): RetrySettings | null {
  const text = retryCycleText(element);
  if (text === null) return null;
  const [, times, wait] = /^R(\d+)\/(P.+)$/.exec(text) ?? [];
  if (times && wait) return { retries: Number(times), backoff: [wait] };
  const waits = text.split(',').map((one) => one.trim());
  return waits.every((one) => /^P/.test(one)) ? { retries: waits.length + 1, backoff: waits } : null;
}
