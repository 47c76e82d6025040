/**
 * Listeners (Camunda's execution and task listeners): scripts change variables, handlers of the host run in the step.
 * They run inside the work of their moment, so that a failing one becomes an incident at the element.
 */
import type { CompiledListener, Flow } from '../definition/model.ts';
import { BpmnError, EngineFailure } from '../errors.ts';
import type { Json, Variables } from '../ports.ts';
import { needEffect, needScript } from './needs.ts';
import type { UserTaskRow } from './state.ts';
import type { Step } from './step.ts';
import { evaluate, evaluateText, setVariables, variablesAt } from './variables.ts';

const NOTHING: Variables = {};

/** Runs what listens to the moment at the step's element, in the order of the diagram. */
export function notify(step: Step, event: CompiledListener['event'], extra: Variables = NOTHING): void {
  runAll(step, step.element.listeners, event, extra);
}

/** Runs this one of the listeners of the step's element. */
export function notifyOne(step: Step, listener: CompiledListener, extra: Variables): void {
  const index = step.element.listeners.indexOf(listener);
  const key = `${step.tokenId}:${step.element.id}:${listener.event}:${index}`;
  const values = run(step, listener, extra, key);
  if (Object.keys(values).length > 0) setVariables(step.session, step.scopeId, step.element.id, values);
}

/** Runs what listens to the process as a whole. */
export function notifyProcess(step: Step, event: 'start' | 'end'): void {
  const { model, processKey } = step.definition;
  runAll(step, model.listeners, event, NOTHING, processKey);
}

/** What a listener of a user task is told of it. */
export function listenerFacts(task: UserTaskRow): Variables {
  const { id, name, assignee, owner, dueAt, followUpAt, priority } = task;
  return { task: { id, name, assignee, owner, dueAt, followUpAt, priority } };
}

/** What listens to the taking of the flow. */
export function notifyFlow(step: Step, { id, listeners }: Flow): void {
  runAll(step, listeners, 'take', NOTHING, id);
}

function runAll(
  step: Step,
  listeners: readonly CompiledListener[],
  event: CompiledListener['event'],
  extra: Variables,
  of = step.element.id,
): void {
  if (listeners.length === 0) return;
  listeners.forEach((listener, index) => {
    if (listener.event !== event || !step.session.state.scopes.has(step.scopeId)) return;
    const values = run(step, listener, extra, `${step.tokenId}:${of}:${event}:${index}`);
    if (Object.keys(values).length > 0) setVariables(step.session, step.scopeId, step.element.id, values);
  });
}

/** What it gives becomes variables; the value of a plain expression is nobody's. */
function run(step: Step, { event, run: what }: CompiledListener, extra: Variables, key: string): Variables {
  if (what.kind === 'expression') {
    evaluate(step, what.expression, extra);
    return {};
  }
  if (what.kind === 'handler') {
    return runHandler(step, what.name, { ...variablesAt(step), ...extra, event }, key);
  }
  if (what.kind === 'store') return writeRecord(step, what, extra, key);
  if (what.expression) return contextOf(evaluate(step, what.expression, extra));
  const variables = { ...variablesAt(step), ...extra };
  return needScript(step.session.supplies, key, { source: what.source, variables });
}

/** The fields of a data store's record; its answer is nobody's. */
function writeRecord(
  step: Step,
  { handler, record, whole, fields }: Extract<CompiledListener['run'], { kind: 'store' }>,
  extra: Variables,
  key: string,
): Variables {
  const ref = evaluate(step, record, extra);
  if (ref === null) {
    const message = `Expected '${record.source}' to name the record that '${step.element.id}' writes.`;
    throw new EngineFailure('ENG_RECORD_MISSING', message);
  }
  const values = contextOf(whole ? evaluate(step, whole, extra) : null);
  for (const { name, source } of fields) {
    values[name] = source.kind === 'script' ? null : evaluateText(step, source, extra);
  }
  runHandler(step, handler, { ...values, record: ref }, key);
  return {};
}

function runHandler(step: Step, handler: string, input: Variables, effectKey: string): Variables {
  const { instance, definition, element, session } = step;
  const result = needEffect(session, {
    handler,
    input,
    context: {
      instanceId: instance.id,
      rootId: instance.rootId,
      definitionId: definition.id,
      processKey: definition.processKey,
      elementId: element.id,
      elementName: element.name,
      businessKey: instance.businessKey,
      initiator: instance.initiator,
      publisher: definition.publisher,
      access: definition.model.access,
      effectKey,
      attempt: 0,
    },
  });
  if (result.kind === 'ok') return result.output;
  throw new BpmnError(result.code, result.message);
}

function contextOf(value: Json): Variables {
  const isContext = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isContext ? { ...(value as Variables) } : {};
}
