/** Multiple throw and end events (BPMN 2.0.2 §10.5.3, §10.5.4): everything that they say happens, what looks outwards last. */
import { failsAtLast, type Parts } from '../grammar/tree.ts';
import { send } from './messages.ts';
import type { Run } from './run.ts';
import type { Continue, Scope } from './state.ts';
import { catcherOf } from './throwing.ts';

export function throwSeveral(
  run: Run,
  scope: Scope,
  event: { readonly id: string; readonly code: number; readonly parts?: Parts },
  { then, whenTaken }: { readonly then: Continue; readonly whenTaken: Continue },
): void {
  run.thrown.push({ thrownAt: run.nextOrder(), values: {} });
  send(run, scope, event.id, () => {
    if (event.parts && failsAtLast(event.parts)) return fail(run, scope, event, whenTaken);
    if (!event.parts?.escalates) return then();
    // Whoever catches it may take the thrower away, when all else has gone.
    const place = run.stand(scope, event.id, 'event');
    catcherOf(run, scope, 'escalation', event.code)?.fire({});
    if (!scope.isAlive || !scope.places.has(place)) return whenTaken();
    scope.places.delete(place);
    then();
  });
}

/**
 * An error beside all else: both look who catches them before either happens, and an error that nobody catches keeps the
 * escalation back. Who leaves the thrower alone comes first; what was to catch and went with the thrower does not.
 */
function fail(
  run: Run,
  scope: Scope,
  event: { readonly id: string; readonly code: number; readonly parts?: Parts },
  whenTaken: Continue,
): void {
  const failing = catcherOf(run, scope, 'error', event.code);
  // What was sent is not sent again.
  if (!failing)
    return run.raise(scope, event.id, 'ENG_ERROR_NOT_CAUGHT', () => fail(run, scope, event, whenTaken));
  const escalating = event.parts?.escalates ? catcherOf(run, scope, 'escalation', event.code) : null;
  if (escalating?.stays) escalating.fire({});
  whenTaken();
  failing.fire({});
  if (escalating && !escalating.stays && escalating.isArmed()) escalating.fire({});
}
