/** Compensation (BPMN 2.0.2 §10.7): what completed in a scope is undone one after the other, the last first. */
import { resultOf } from '../grammar/names.ts';
import type { End, Line } from '../grammar/tree.ts';
import type { Undo, UndoneBy } from '../grammar/tree-parts.ts';
import { plus } from './data.ts';
import { nothing, type Run } from './run.ts';
import type { Continue, Scope, Undoable } from './state.ts';
import { enterContent } from './waiting.ts';

/** Undoes what was done in this scope, or of it only what `activity` names; somebody waits for it. */
export function compensate(run: Run, scope: Scope, elementId: string, then: Continue, activity = ''): void {
  const meant = reachOf(scope).filter((one) => activity === '' || one.elementId === activity);
  const waiting = meant.sort((a, b) => a.order - b.order);
  if (waiting.length === 0) return then();
  const place = run.stand(scope, elementId, 'inner');
  const inner = run.open(scope.instance, scope, {}, nothing);
  place.inner = inner;
  undoLast(run, inner, waiting, () => run.leave(place, {}, then));
}

/** An event subprocess undoes what was done around it as well, or, where it is there to undo, what was done inside. */
function reachOf(scope: Scope): Undoable[] {
  if (scope.undoes) return [...scope.undoes];
  const around = scope.isEventSub && scope.parent ? reachOf(scope.parent) : [];
  return [...scope.undoables, ...around];
}

function undoLast(run: Run, inner: Scope, left: Undoable[], then: Continue): void {
  const undoable = left.pop();
  if (!undoable) return then();
  const next = (): void => undoLast(run, inner, left, then);
  if (undoable.isDone()) return next();
  undoable.forget();
  const { handler, undo, variables, inside, isParallel } = undoable;
  if (handler) return handle(run, inner, undoable, handler, next);
  // Each sees the variables that were kept for it.
  const held = run.stand(inner, undoable.elementId, 'inner');
  const kept = run.open(inner.instance, inner, variables, nothing);
  held.inner = kept;
  const done = (): void => run.leave(held, {}, next);
  if (undo) return handleBy(run, kept, undo, done);
  if (isParallel) return undoAll(run, kept, inside, done);
  undoLast(run, kept, [...inside], done);
}

/** Its own handler does everything: what was done inside is not undone beside it. */
function handleBy(run: Run, scope: Scope, { taskId, type, reads }: Undo, then: Continue): void {
  run.visit(scope, taskId);
  if (type === 'user') {
    const place = run.stand(scope, taskId, 'task', (values) => run.leave(place, values, then));
    return;
  }
  if (type === 'script') run.write(scope, { [resultOf(taskId)]: plus(run.read(scope, reads || 'v1'), 1) });
  then();
}

function undoAll(run: Run, inner: Scope, all: readonly Undoable[], then: Continue): void {
  let left = all.length;
  const oneLess = (): void => {
    left -= 1;
    if (left === 0) then();
  };
  for (const one of all) undoLast(run, inner, [one], oneLess);
}

/** The compensation event subprocess sees what the subprocess saw, and may ask for what was done inside. */
function handle(run: Run, scope: Scope, undoable: Undoable, handler: UndoneBy, then: Continue): void {
  const held = run.stand(scope, handler.id, 'inner');
  const around = run.open(scope.instance, scope, undoable.variables, nothing);
  around.undoes = undoable.inside;
  held.inner = around;
  run.visit(scope, handler.id);
  const place = run.stand(around, handler.id, 'inner');
  const inner = run.open(scope.instance, around, {}, () => {
    around.places.delete(place);
    run.leave(held, {}, then);
  });
  inner.isEventSub = true;
  place.inner = inner;
  enterContent(run, inner, { startId: handler.startId, objects: [], body: bodyOf(handler), handlers: [] });
}

function bodyOf({ taskId, type, throwId, endId }: UndoneBy): Line {
  const task = {
    kind: 'task',
    id: taskId,
    type,
    data: null,
    fails: null,
    boundaries: [],
    repeat: null,
    undo: null,
  } as const;
  const thrown = { kind: 'throw', event: 'compensation', code: 0, isNamed: false, targetId: '' } as const;
  return {
    blocks: throwId === null ? [task] : [task, { ...thrown, id: throwId }],
    end: { id: endId, kind: 'none', code: 0 },
  };
}

/** The end event is reached when its token is; what it brings about takes its time. */
export function cancelTransaction(run: Run, scope: Scope, end: End): void {
  run.clear(scope);
  scope.handlers.clear();
  compensate(run, scope, end.id, () => {
    const cancelled = [...run.hostOf(scope)!.arms].find((arm) => arm.kind === 'cancel')!;
    cancelled.fire({});
  });
}
