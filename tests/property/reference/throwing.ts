/** Errors and escalations: who catches them, going outwards (BPMN 2.0.2 §10.5.6). */
import type { Run } from './run.ts';
import type { Arm, Continue, Place, Scope, Values } from './state.ts';

/** The innermost event subprocess or boundary event for it, going outwards; never the one that it comes out of. */
export function catcherOf(run: Run, scope: Scope, kind: 'error' | 'escalation', code: number): Arm | null {
  let from: Arm | null = null;
  for (let at = scope; ;) {
    const handlers = [...at.handlers].filter((arm) => arm !== from);
    const found = best(handlers, kind, code);
    if (found) return found;
    const host = run.hostOf(at);
    if (!host) return null;
    const boundary = best([...host.arms], kind, code);
    if (boundary) return boundary;
    from = at.opener;
    at = host.scope;
  }
}

/** An activity throws it: its own boundary events catch first. Uncaught it is an incident. */
export function throwErrorAt(run: Run, place: Place, code: number): void {
  const own = best([...place.arms], 'error', code);
  const catching = own ?? catcherOf(run, place.scope, 'error', code);
  if (catching) catching.fire({});
  else place.incident = 'ENG_ERROR_NOT_CAUGHT';
}

/** The thrower goes on, unless what catches it takes its token away. */
export function escalate(run: Run, scope: Scope, code: number, then: Continue, values: Values = {}): void {
  run.move(scope, then);
  catcherOf(run, scope, 'escalation', code)?.fire(values);
}

/** A catcher of this very code before one of any. */
function best(arms: readonly Arm[], kind: 'error' | 'escalation', code: number): Arm | null {
  const fitting = arms.filter((arm) => arm.kind === kind);
  return fitting.find((arm) => arm.code === code) ?? fitting.find((arm) => arm.code === null) ?? null;
}
