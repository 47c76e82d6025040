/** Tasks, subprocesses of every form, calls, and their repetition (BPMN 2.0.2 §13.3). */
import { counterOf, localOf, outputOf, resultOf, variableName } from '../grammar/names.ts';
import {
  VARIABLE_COUNT,
  type AdHoc,
  type AdHocItem,
  type Call,
  type Process,
  type StartEvent,
  type Sub,
  type Task,
} from '../grammar/tree.ts';
import { loopsInside } from '../grammar/tree-walk.ts';
import { basisOf, givenTo, outcomeOf, plus } from './data.ts';
import { repeated } from './repetition.ts';
import type { Repeated } from '../grammar/repeats.ts';
import { givenAs, send } from './messages.ts';
import type { Run } from './run.ts';
import { storedBasisOf, takenFrom, writeStored } from './stored.ts';
import type { Continue, Instance, Scope, Value, Values } from './state.ts';
import { throwErrorAt } from './throwing.ts';
import { noteDone, noteScopeDone } from './leaving-behind.ts';
import { afterHost, armBoundaries, armTrigger, enterContent, lookAll, openBoundaries } from './waiting.ts';

export function activity(run: Run, scope: Scope, block: Task | Sub | Call, then: Continue): void {
  const single = (iteration: Scope, one: Repeated, done: Continue): void =>
    once(run, iteration, one, done, true);
  if (block.repeat) repeated(run, scope, block, block.repeat, { then, single });
  else once(run, scope, block, then, false);
}

function once(run: Run, scope: Scope, block: Task | Sub | Call, then: Continue, isRepeated: boolean): void {
  if (block.kind === 'task') task(run, scope, block, then);
  else if (block.kind === 'sub') sub(run, scope, block, then, isRepeated);
  else call(run, scope, block, then);
}

function task(run: Run, scope: Scope, task: Task, then: Continue): void {
  run.visit(scope, task.id);
  const follow = afterHost(run, scope, task, then);
  const after = (): void => {
    if (task.undo) noteDone(run, scope, { elementId: task.id, undo: task.undo });
    follow();
  };
  if (task.fails !== null) return fail(run, scope, task, task.fails, then);
  const { stored } = task;
  const given = stored ? takenFrom(run, stored) : givenTo(run, scope, task);
  const outcome = (result: Values): Values => outcomeOf(run, scope, task, given, result);
  const finish = (result: Values): void => {
    run.write(scope, outcome(result));
    writeStored(run, scope, task, given, result);
    after();
  };
  switch (task.type) {
    case 'undefined':
    case 'manual':
      return finish({});
    case 'send':
      return send(run, scope, task.id, () => finish({}), task.data?.reads ? givenAs(task.id, given) : {});
    case 'script':
      return finish({
        [resultOf(task.id)]: plus(
          stored ? storedBasisOf(run, scope, stored, given) : basisOf(run, scope, task, given),
          1,
        ),
      });
    case 'rule':
      return finish({ [resultOf(task.id)]: plus(run.read(scope, 'v1'), 1) });
    case 'action':
      return finish({ [resultOf(task.id)]: 1 });
    case 'user':
    case 'job':
    case 'receive': {
      const kind = task.type === 'user' ? 'task' : task.type === 'job' ? 'job' : 'event';
      const place = run.stand(scope, task.id, kind, (values) => {
        run.leave(place, outcome(values), after);
        writeStored(run, scope, task, given, values);
      });
      if (task.data?.writes ?? stored?.writes) place.gives = resultOf(task.id);
      if (kind === 'event') {
        const trigger = { kind: 'message' } as const;
        const at = { scope, holder: place.arms, elementId: task.id, trigger, stays: false };
        armTrigger(run, at, (values) => place.done(values));
      }
      return armBoundaries(run, place, task, then);
    }
  }
}

function fail(run: Run, scope: Scope, task: Task, code: number, then: Continue): void {
  const place = run.stand(scope, task.id, 'incident', () => fail(run, scope, task, code, then));
  armBoundaries(run, place, task, then);
  throwErrorAt(run, place, code);
}

function sub(run: Run, scope: Scope, sub: Sub, then: Continue, isRepeated: boolean): void {
  run.visit(scope, sub.id);
  const after = afterHost(run, scope, sub, then);
  const variables: Record<string, Value> = {};
  // Iterations count their loops each for itself.
  if (isRepeated) for (const loop of loopsInside(sub)) variables[counterOf(loop.id)] = 0;
  if (sub.isMapped) variables[localOf(sub.id)] = plus(run.read(scope, 'v0'), 1);
  const place = run.stand(scope, sub.id, 'inner');
  const inner = run.open(scope.instance, scope, variables, () => {
    const out = sub.isMapped ? { [outputOf(sub.id)]: plus(inner.variables[localOf(sub.id)]!, 1) } : {};
    noteScopeDone(run, scope, inner, { elementId: sub.id, handler: sub.undoneBy, undo: sub.undo });
    run.leave(place, out, after);
  });
  place.inner = inner;
  armBoundaries(run, place, sub, then);
  enterContent(run, inner, sub);
}

function call(run: Run, scope: Scope, call: Call, then: Continue): void {
  run.visit(scope, call.id);
  const follow = afterHost(run, scope, call, then);
  const place = run.stand(scope, call.id, 'inner');
  openBoundaries(run, place, call, then);
  const variables = call.isMapped ? inputsOf(run, scope) : run.visible(scope);
  const { id: elementId, undo } = call;
  const after = (): void => {
    // What went in is the called instance's alone: the handler sees what is now.
    if (undo) noteDone(run, scope, { elementId, undo });
    follow();
  };
  const begun = { process: call.process, variables, businessKey: scope.instance.businessKey };
  const child = beginInstance(run, { ...begun, caller: scope.instance, isCalled: true }, (out) =>
    run.leave(place, call.isMapped ? { [outputOf(call.id)]: plus(out.v0 ?? null, 1) } : out, after),
  );
  place.inner = child.scope;
  lookAll(place);
}

function inputsOf(run: Run, scope: Scope): Record<string, Value> {
  const names = Array.from({ length: VARIABLE_COUNT }, (_, index) => variableName(index));
  return Object.fromEntries(names.map((name) => [name, run.read(scope, name)]));
}

export interface Beginning {
  readonly process: Process;
  readonly variables: Values;
  readonly businessKey: string | null;
  readonly caller: Instance | null;
  readonly isCalled: boolean;
  /** By which of its ways in; null: by its one start event. */
  readonly at?: StartEvent | null;
}

export function beginInstance(run: Run, begun: Beginning, then: (out: Values) => void): Instance {
  const { process, variables, businessKey, caller, isCalled } = begun;
  const mark = `@${run.roots.filter((one) => !one.isCalled).length}`;
  const instance: Instance = {
    ...{ key: process.key, isCalled, caller, businessKey, mark },
    visited: {},
    endEvents: [],
    children: [],
    scope: null,
    variables: {},
    ended: false,
  };
  (caller?.children ?? run.roots).push(instance);
  const scope = run.open(instance, null, variables, () => {
    const out = scope.variables;
    run.endInstance(instance);
    then(out);
  });
  instance.scope = scope;
  enterContent(run, scope, process, begun.at ?? null);
  return instance;
}

/** Open until its condition holds, or until all that it began with, or all that there is, is done. */
export function adHoc(run: Run, scope: Scope, block: AdHoc, then: Continue): void {
  run.visit(scope, block.id);
  const after = afterHost(run, scope, block, then);
  const place = run.stand(scope, block.id, 'inner');
  const inner = run.open(scope.instance, scope, {}, () => {
    if (block.undo) noteScopeDone(run, scope, inner, { elementId: block.id, undo: block.undo });
    run.leave(place, {}, after);
  });
  const listed = block.isListed ? block.items : [];
  const now = block.sequential ? listed.slice(0, 1) : listed;
  const queue = listed.slice(now.length);
  inner.adHoc = { block, queue, done: new Set(), isClosing: false, isOver: false };
  place.inner = inner;
  armBoundaries(run, place, block, then);
  for (const item of now) beginItem(run, inner, item);
}

export function beginItem(run: Run, scope: Scope, item: AdHocItem): void {
  run.move(scope, () => {
    run.visit(scope, item.id);
    const finish = (): void => itemDone(run, scope, item);
    if (item.type === 'manual') return finish();
    const kind = item.type === 'user' ? 'task' : 'job';
    const place = run.stand(scope, item.id, kind, (values) => run.leave(place, values, finish));
  });
}

function itemDone(run: Run, scope: Scope, item: AdHocItem): void {
  const state = scope.adHoc!;
  const { condition, cancelsRemaining, isListed, items } = state.block;
  state.done.add(item.id);
  const isIdle = scope.places.size === 0 && scope.moving === 0;
  if (state.isClosing || (condition && run.holds(scope, condition))) {
    state.isClosing = true;
    state.isOver = cancelsRemaining || isIdle;
    if (cancelsRemaining) run.clear(scope);
    return;
  }
  const [next, ...queue] = state.queue;
  if (isIdle && next) {
    state.queue = queue;
    beginItem(run, scope, next);
  } else if (isIdle && !condition) {
    state.isOver = isListed || items.every((one) => state.done.has(one.id));
  }
}
