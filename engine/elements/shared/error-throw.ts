/**
 * Throwing errors and escalations (BPMN 2.0.2 §10.5.1, §10.5.6). An error ends what throws it and must be caught; an
 * escalation that nobody catches is noted, and the process goes on. Inputs of the throwing event go along as variables.
 */
import type { ErrorDefinition, EscalationDefinition } from '../../definition/model.ts';
import { BpmnError, EngineFailure } from '../../errors.ts';
import { catcherOf, handOver, isStillThere, type Catcher, type Thrown } from '../../execution/propagate.ts';
import type { Step } from '../../execution/step.ts';
import { leave } from '../../execution/tokens.ts';
import { evaluateText, inputsOf } from '../../execution/variables.ts';

type Outward = ErrorDefinition | EscalationDefinition;

interface Caught {
  readonly thrown: Thrown;
  readonly catcher: Catcher;
}

/**
 * All of them find who catches them before the first takes effect; those that leave the thrower alone go first. What was
 * to catch and went with the thrower does not happen.
 * @returns true when the thrower was ended by whoever caught one.
 * @throws BpmnError when nobody catches an error; nothing is thrown then.
 */
export function throwOutwards(step: Step, events: readonly Outward[]): boolean {
  const caught = events.flatMap((event) => catching(step, event));
  const ending = caught.filter(endsThrower);
  for (const one of caught) if (!endsThrower(one)) handOver(step.session, one.catcher, one.thrown);
  if (ending.length === 0) return false;
  leave(step, []);
  for (const { catcher, thrown } of ending)
    if (isStillThere(step.session, catcher)) handOver(step.session, catcher, thrown);
  return true;
}

function endsThrower({ thrown, catcher }: Caught): boolean {
  return thrown.kind === 'error' || catcher.event.interrupting;
}

/** Empty when nobody catches the escalation. */
function catching(step: Step, event: Outward): readonly Caught[] {
  const { session, element, instance, scopeId } = step;
  const thrown = event.kind === 'error' ? errorOf(step, event) : escalationOf(step, event);
  const catcher = catcherOf(session, { scopeId, token: null }, thrown);
  if (catcher) return [{ thrown, catcher }];
  if (thrown.kind === 'error') throw new BpmnError(thrown.code, thrown.message);
  const { code } = thrown;
  const text = `The escalation '${code ?? ''}' is caught by nobody; the process goes on.`;
  session.unit.emit(instance.id, { kind: 'Noted', elementId: element.id, text, facts: { code } });
  return [];
}

function errorOf(step: Step, event: ErrorDefinition): Extract<Thrown, { kind: 'error' }> {
  const message = event.message === null ? '' : String(evaluateText(step, event.message) ?? '');
  return { kind: 'error', code: thrownCodeOf(step, event) ?? '', message, variables: inputsOf(step) };
}

function escalationOf(step: Step, event: EscalationDefinition): Extract<Thrown, { kind: 'escalation' }> {
  return { kind: 'escalation', code: thrownCodeOf(step, event), variables: inputsOf(step) };
}

/** @throws EngineFailure when its expression gives no text. */
export function thrownCodeOf(step: Step, { code, thrownCode }: Outward): string | null {
  if (!thrownCode) return code;
  const value = evaluateText(step, thrownCode);
  if (typeof value === 'string' && value !== '') return value;
  throw new EngineFailure(
    'ENG_EVENT_WITHOUT_CODE',
    `Expected what '${step.element.id}' throws to have a code.`,
  );
}
