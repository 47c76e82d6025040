/** Repeated activities (BPMN 2.0.2 §13.3.6, §13.3.7): each time in a scope of its own, around them one body. */
import { allOf, itemOf, resultOf } from '../grammar/names.ts';
import { collectsResult, isNever, type Repeated } from '../grammar/repeats.ts';
import type { Repeat } from '../grammar/tree-parts.ts';
import { plus } from './data.ts';
import { noteScopeDone } from './leaving-behind.ts';
import type { Run } from './run.ts';
import type { Continue, Scope, Value, Values } from './state.ts';
import { catcherOf } from './throwing.ts';
import { afterHost, armBoundaries } from './waiting.ts';

type Single = (scope: Scope, block: Repeated, then: Continue) => void;

/** Boundary events belong to the whole. `single` does the activity once. */
export function repeated(
  run: Run,
  scope: Scope,
  block: Repeated,
  repeat: Repeat,
  { then, single }: { readonly then: Continue; readonly single: Single },
): void {
  const after = afterHost(run, scope, block, then);
  const items = itemsOf(run, scope, repeat);
  const { kind, times, isCollected } = repeat;
  const results: Value[] = Array.from({ length: times }, () => null);
  const collected = (): Values => (kind !== 'loop' && isCollected ? { [allOf(block.id)]: results } : {});
  if (isNever(repeat) || (kind === 'loop' && repeat.test.isBefore && !goesOn(run, scope, repeat, 0))) {
    run.visit(scope, block.id);
    run.write(scope, collected());
    return after();
  }
  const place = run.stand(scope, block.id, 'inner');
  const body = run.open(scope.instance, scope, {}, () => {
    noteScopeDone(run, scope, body, { elementId: block.id, isParallel: kind === 'parallel' });
    run.leave(place, collected(), after);
  });
  place.inner = body;
  armBoundaries(run, place, block, then);
  if (!body.isAlive) return;
  const once = { ...block, boundaries: [], repeat: null };
  let started = 0;
  let completed = 0;
  const begin = (): void => {
    const index = started;
    started += 1;
    const held = run.stand(body, block.id, 'inner');
    const own: Record<string, Value> = { loopCounter: started };
    if (items) own[itemOf(block.id)] = items[index]!;
    if (collectsResult(block)) own[resultOf(block.id)] = null;
    const iteration = run.open(scope.instance, body, own, () => {
      body.places.delete(held);
      body.undoables.push(...iteration.undoables);
      completed += 1;
      results[index] = entryOf(block, iteration.variables);
      if (repeat.throws && throwBehaviour(run, body, repeat, { started, completed, index }) === 'left')
        return;
      const isEnough = kind !== 'loop' && repeat.enough !== null && completed >= repeat.enough;
      if (isEnough) run.clear(body);
      else if (kind === 'sequential' && started < times) begin();
      else if (kind === 'loop' && goesOn(run, scope, repeat, completed)) begin();
      run.move(body, () => undefined);
    });
    iteration.isIteration = true;
    held.inner = iteration;
    run.move(iteration, () => single(iteration, once, () => undefined));
  };
  if (kind === 'parallel') for (let index = 0; index < times; index++) begin();
  else begin();
}

function itemsOf(run: Run, scope: Scope, { kind, over, times }: Repeat): readonly Value[] | null {
  if (kind === 'loop' || over !== 'list') return null;
  return Array.from({ length: times }, (_, index) => plus(run.read(scope, 'v1'), index + 1));
}

/** Its item or number, and what it gave, or its number once more. */
function entryOf(block: Repeated, own: Values): Value {
  const { loopCounter = null } = own;
  return [
    own[itemOf(block.id)] ?? (block.repeat?.over === 'list' ? null : loopCounter),
    collectsResult(block) ? own[resultOf(block.id)]! : loopCounter,
  ];
}

/** Of a loop: whether it runs again after so many times. */
function goesOn(run: Run, scope: Scope, { times, test }: Repeat, completed: number): boolean {
  if (test.isBounded && completed >= times) return false;
  if (test.goesOn === 'always') return true;
  return test.goesOn === 'counted' ? completed < times : run.holds(scope, test.goesOn);
}

/** What it throws as its instances complete (Table 10.29); it brings the counters. `left`: that took the whole away. */
function throwBehaviour(
  run: Run,
  body: Scope,
  { kind, times, throws }: Repeat,
  {
    started,
    completed,
    index,
  }: { readonly started: number; readonly completed: number; readonly index: number },
): 'left' | 'stays' {
  const { behavior, event, code, at } = throws!;
  if (behavior === 'one' ? completed !== 1 : behavior === 'complex' && completed !== at) return 'stays';
  const values = {
    nrOfInstances: times,
    nrOfActiveInstances: (kind === 'sequential' ? started : times) - completed,
    nrOfCompletedInstances: completed,
    nrOfTerminatedInstances: 0,
    loopCounter: index + 1,
  };
  if (event === 'sharedSignal') run.thrown.push({ thrownAt: run.nextOrder(), values });
  else catcherOf(run, body, event, code)?.fire(values);
  return body.isAlive ? 'stays' : 'left';
}
