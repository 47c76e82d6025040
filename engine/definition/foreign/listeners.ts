/**
 * Listeners of an element, compiled. Whoever started an instance is put into the variable that the start event names
 * (`camunda:initiator`) in the same way, as a listener of its own.
 */
import { readInitiatorVariable, readListeners, type ListenerSettings, type ModdleElement } from '#moddle';
import type { CompiledListener, TimerDefinition } from '../model.ts';
import { plainTimer } from '../transform/timer-definition.ts';
import type { TransformContext } from '../transform/context.ts';
import { compileScript } from './script.ts';

export function compileListeners(
  element: ModdleElement,
  context: TransformContext,
): readonly CompiledListener[] {
  const listeners = readListeners(element).flatMap((listener, index) => {
    const compiled = compileListener(listener, context);
    if (!compiled || compiled.event !== 'task:timeout') return compiled ?? [];
    const timer = timerOf(listener, context);
    return timer ? { ...compiled, timeout: { key: listener.id ?? String(index), timer } } : [];
  });
  const initiator =
    element.$type === 'bpmn:StartEvent' ? initiatorListener(readInitiatorVariable(element), context) : null;
  return initiator ? [initiator, ...listeners] : listeners;
}

function timerOf({ timer }: ListenerSettings, context: TransformContext): TimerDefinition | null {
  if (timer) return plainTimer(timer.form, timer.text, context);
  context.report('error', 'missing-timer', 'A listener of a timeout does not say when it comes.');
  return null;
}

function initiatorListener(variable: string | null, context: TransformContext): CompiledListener | null {
  if (!variable) return null;
  const source = `{ ${JSON.stringify(variable)}: initiator }`;
  const expression = context.expression(source);
  return expression && { event: 'start', run: { kind: 'script', language: 'feel', source, expression } };
}

function compileListener(
  { event, on, run }: ListenerSettings,
  context: TransformContext,
): CompiledListener | null {
  const moment = (on === 'task' ? `task:${event}` : event) as CompiledListener['event'];
  switch (run.kind) {
    case 'handler':
      return { event: moment, run: { kind: 'handler', name: run.name } };
    case 'script': {
      const script = compileScript(run.format, run.source, context);
      return script && { event: moment, run: { kind: 'script', ...script } };
    }
    case 'feel': {
      const expression = context.expression(run.expression);
      return expression && { event: moment, run: { kind: 'expression', expression } };
    }
    case 'nothing':
      context.report('error', 'not-executable', 'A listener does not say what it runs.');
      return null;
  }
}
