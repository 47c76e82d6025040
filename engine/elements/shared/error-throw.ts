/**
 * Throwing an error or an escalation (BPMN 2.0.2 §10.5.1, §10.5.6). An error ends what throws it and must be caught; an
 * escalation that nobody catches is noted, and the process goes on. Inputs of the throwing event go along as variables.
 */
import type { ErrorDefinition, EscalationDefinition } from '../../definition/model.ts';
import { BpmnError } from '../../errors.ts';
import { catcherOf, handOver, type Thrown } from '../../execution/propagate.ts';
import type { Step } from '../../execution/step.ts';
import { leave } from '../../execution/tokens.ts';
import { evaluateText, inputsOf } from '../../execution/variables.ts';

export function throwError(step: Step, { code, message }: ErrorDefinition): void {
  const text = message === null ? '' : String(evaluateText(step, message) ?? '');
  const variables = inputsOf(step);
  const thrown: Thrown = { kind: 'error', code: code ?? '', message: text, variables };
  const catcher = catcherOf(step.session, { scopeId: step.scopeId, token: null }, thrown);
  if (!catcher) throw new BpmnError(code ?? '', text);
  leave(step, []);
  handOver(step.session, catcher, thrown);
}

/** True when the thrower was ended by whoever caught it. */
export function throwEscalation(step: Step, { code }: EscalationDefinition): boolean {
  const { session, element, instance, scopeId } = step;
  const variables = inputsOf(step);
  const thrown: Thrown = { kind: 'escalation', code, variables };
  const catcher = catcherOf(session, { scopeId, token: null }, thrown);
  if (!catcher) {
    const text = `The escalation '${code ?? ''}' is caught by nobody; the process goes on.`;
    session.unit.emit(instance.id, { kind: 'Noted', elementId: element.id, text, facts: { code } });
    return false;
  }
  if (catcher.event.interrupting) leave(step, []);
  handOver(session, catcher, thrown);
  return catcher.event.interrupting;
}
