/** What completed activities leave behind, so that they can be undone (BPMN 2.0.2 §13.5.5). */
import type { Run } from './run.ts';
import type { Scope, Undoable } from './state.ts';

/** With the variables of its own, and those of its iteration. */
export function noteDone(run: Run, scope: Scope, done: Partial<Undoable>): void {
  const undoable: Undoable = {
    ...{ elementId: '', undo: null, handler: null, inside: [], isParallel: false },
    ...done,
    variables: { ...(scope.isIteration ? scope.variables : {}), ...done.variables },
    order: run.nextOrder(),
    isDone: () => !scope.undoables.includes(undoable),
    forget: () => void scope.undoables.splice(scope.undoables.indexOf(undoable), 1),
  };
  scope.undoables.push(undoable);
}

/** What completed in the scope can be undone with it as a whole, unless it was cut short. */
export function noteScopeDone(run: Run, around: Scope, scope: Scope, done: Partial<Undoable> = {}): void {
  const { undoables: inside, variables, isTerminated } = scope;
  if (isTerminated || (inside.length === 0 && !done.handler && !done.undo)) return;
  noteDone(run, around, { ...done, inside, variables: { ...variables } });
}
