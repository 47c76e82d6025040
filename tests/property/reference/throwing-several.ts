/** Multiple throw and end events (BPMN 2.0.2 §10.5.3, §10.5.4): everything that they say happens, escalations last. */
import type { Parts } from '../grammar/tree.ts';
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
    if (!event.parts?.escalates) return then();
    // Whoever catches it may take the thrower away, when all else has gone.
    const place = run.stand(scope, event.id, 'event');
    catcherOf(run, scope, 'escalation', event.code)?.fire({});
    if (!scope.isAlive || !scope.places.has(place)) return whenTaken();
    scope.places.delete(place);
    then();
  });
}
