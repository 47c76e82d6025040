/** Tasks, subprocesses of every form, calls, and their repetition (BPMN 2.0.2 §13.3). */
import { counterOf, localOf, outputOf, resultOf, variableName } from '../grammar/names.ts';
import {
  VARIABLE_COUNT,
  type AdHoc,
  type AdHocItem,
  type Call,
  type Process,
  type Repeat,
  type Sub,
  type Task,
} from '../grammar/tree.ts';
import { loopsInside } from '../grammar/tree-walk.ts';
import { basisOf, givenTo, outcomeOf, plus } from './data.ts';
import { givenAs, send } from './messages.ts';
import type { Run } from './run.ts';
import type { Continue, Instance, Scope, Value, Values } from './state.ts';
import { throwErrorAt } from './throwing.ts';
import { noteDone, noteScopeDone } from './leaving-behind.ts';
import { afterHost, armBoundaries, armTrigger, enterContent, lookAll, openBoundaries } from './waiting.ts';

export function activity(run: Run, scope: Scope, block: Task | Sub | Call, then: Continue): void {
  if (block.repeat) repeated(run, scope, block, block.repeat, then);
  else once(run, scope, block, then, false);
}

function once(run: Run, scope: Scope, block: Task | Sub | Call, then: Continue, isRepeated: boolean): void {
  if (block.kind === 'task') task(run, scope, block, then);
  else if (block.kind === 'sub') sub(run, scope, block, then, isRepeated);
  else call(run, scope, block, then);
}

/** Each time runs in a scope of its own; boundary events belong to the whole. */
function repeated(run: Run, scope: Scope, block: Task | Sub | Call, repeat: Repeat, then: Continue): void {
  const after = afterHost(run, scope, block, then);
  const times = repeat.kind === 'loop' ? Math.max(1, repeat.times) : repeat.times;
  if (times === 0) {
    run.visit(scope, block.id);
    return after();
  }
  const place = run.stand(scope, block.id, 'inner');
  const body = run.open(scope.instance, scope, {}, () => {
    noteScopeDone(run, scope, body, { elementId: block.id, isParallel: repeat.kind === 'parallel' });
    run.leave(place, {}, after);
  });
  place.inner = body;
  armBoundaries(run, place, block, then);
  if (!body.isAlive) return;
  const single = { ...block, boundaries: [], repeat: null };
  let started = 0;
  let completed = 0;
  const begin = (): void => {
    started += 1;
    const held = run.stand(body, block.id, 'inner');
    const iteration = run.open(scope.instance, body, { loopCounter: started }, () => {
      body.places.delete(held);
      body.undoables.push(...iteration.undoables);
      completed += 1;
      const isEnough = repeat.kind !== 'loop' && repeat.enough !== null && completed >= repeat.enough;
      if (isEnough) run.clear(body);
      else if (repeat.kind !== 'parallel' && started < times) begin();
      run.move(body, () => undefined);
    });
    held.inner = iteration;
    run.move(iteration, () => once(run, iteration, single, () => undefined, true));
  };
  if (repeat.kind === 'parallel') for (let index = 0; index < times; index++) begin();
  else begin();
}

function task(run: Run, scope: Scope, task: Task, then: Continue): void {
  run.visit(scope, task.id);
  const follow = afterHost(run, scope, task, then);
  const after = (): void => {
    if (task.undo) noteDone(run, scope, { elementId: task.id, undo: task.undo });
    follow();
  };
  const given = givenTo(run, scope, task);
  const outcome = (result: Values): Values => outcomeOf(run, scope, task, given, result);
  const finish = (result: Values): void => {
    run.write(scope, outcome(result));
    after();
  };
  switch (task.type) {
    case 'undefined':
    case 'manual':
      return finish({});
    case 'send':
      return send(run, scope, task.id, () => finish({}), task.data?.reads ? givenAs(task.id, given) : {});
    case 'script':
      return finish({ [resultOf(task.id)]: plus(basisOf(run, scope, task, given), 1) });
    case 'rule':
      return finish({ [resultOf(task.id)]: plus(run.read(scope, 'v1'), 1) });
    case 'action':
      if (task.fails !== null) return failAction(run, scope, task, task.fails, then);
      return finish({ [resultOf(task.id)]: 1 });
    case 'user':
    case 'job':
    case 'receive': {
      const kind = task.type === 'user' ? 'task' : task.type === 'job' ? 'job' : 'event';
      const place = run.stand(scope, task.id, kind, (values) => run.leave(place, outcome(values), after));
      if (task.data?.writes) place.gives = resultOf(task.id);
      if (kind === 'event') {
        const trigger = { kind: 'message' } as const;
        const at = { scope, holder: place.arms, elementId: task.id, trigger, stays: false };
        armTrigger(run, at, (values) => place.done(values));
      }
      return armBoundaries(run, place, task, then);
    }
  }
}

function failAction(run: Run, scope: Scope, task: Task, code: number, then: Continue): void {
  const place = run.stand(scope, task.id, 'incident', () => failAction(run, scope, task, code, then));
  armBoundaries(run, place, task, then);
  throwErrorAt(run, place, code);
}

function sub(run: Run, scope: Scope, sub: Sub, then: Continue, isRepeated: boolean): void {
  run.visit(scope, sub.id);
  const after = afterHost(run, scope, sub, then);
  const variables: Record<string, Value> = {};
  // Iterations count their loops each for itself.
  if (isRepeated) for (const loop of loopsInside(sub)) variables[counterOf(loop.id)] = 0;
  if (sub.isMapped) variables[localOf(sub.id)] = Number(run.read(scope, 'v0')) + 1;
  const place = run.stand(scope, sub.id, 'inner');
  const inner = run.open(scope.instance, scope, variables, () => {
    const out = sub.isMapped ? { [outputOf(sub.id)]: Number(inner.variables[localOf(sub.id)]) + 1 } : {};
    noteScopeDone(run, scope, inner, { handler: sub.undoneBy });
    run.leave(place, out, after);
  });
  place.inner = inner;
  armBoundaries(run, place, sub, then);
  enterContent(run, inner, sub);
}

function call(run: Run, scope: Scope, call: Call, then: Continue): void {
  run.visit(scope, call.id);
  const after = afterHost(run, scope, call, then);
  const place = run.stand(scope, call.id, 'inner');
  openBoundaries(run, place, call, then);
  const variables = call.isMapped ? inputsOf(run, scope) : run.visible(scope);
  const begun = { process: call.process, variables, businessKey: scope.instance.businessKey };
  const child = beginInstance(run, { ...begun, caller: scope.instance, isCalled: true }, (out) =>
    run.leave(place, call.isMapped ? { [outputOf(call.id)]: Number(out.v0) + 1 } : out, after),
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
  enterContent(run, scope, process);
  return instance;
}

/** Open until its condition holds, or until all that it began with, or all that there is, is done. */
export function adHoc(run: Run, scope: Scope, block: AdHoc, then: Continue): void {
  run.visit(scope, block.id);
  const after = afterHost(run, scope, block, then);
  const place = run.stand(scope, block.id, 'inner');
  const inner = run.open(scope.instance, scope, {}, () => run.leave(place, {}, after));
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
