/** Gateways and token quantities: how tokens part, and how they come together (BPMN 2.0.2 §13.4). */
import { counterOf } from '../grammar/names.ts';
import type { And, Batch, Choice, Line, Loop, Or, Splitter, Vote, Xor } from '../grammar/tree.ts';
import { linesIn } from '../grammar/tree-walk.ts';
import { askedAt, mappedBy } from './data.ts';
import type { Run } from './run.ts';
import type { Continue, Join, Scope } from './state.ts';
import { armTrigger, lookAll, pass } from './waiting.ts';

export function exclusive(run: Run, scope: Scope, block: Xor, then: Continue): void {
  run.visit(scope, block.id);
  const arm = block.arms.find((one) => run.holds(scope, one.condition));
  const line = arm?.line ?? block.otherwise;
  if (line) return run.walk(scope, line, () => pass(run, scope, block.joinId, then));
  run.raise(scope, block.id, 'ENG_NO_FLOW', () => {
    // The element was entered before; looking again is no new visit.
    scope.instance.visited[block.id]! -= 1;
    exclusive(run, scope, block, then);
  });
}

export function parallel(run: Run, scope: Scope, block: And, then: Continue): void {
  splitBy(run, scope, block, () => sendAll(run, scope, block, block.arms, block.arms, then));
}

export function inclusive(run: Run, scope: Scope, block: Or, then: Continue): void {
  const all = [...block.arms.map((arm) => arm.line), ...(block.otherwise ? [block.otherwise] : [])];
  splitBy(run, scope, block, () => {
    const chosen = block.arms.filter((arm) => run.holds(scope, arm.condition)).map((arm) => arm.line);
    const taken = chosen.length > 0 ? chosen : block.otherwise ? [block.otherwise] : [];
    if (taken.length > 0) return sendAll(run, scope, block, all, taken, then);
    run.raise(scope, block.id, 'ENG_NO_FLOW', () => {
      scope.instance.visited[block.id]! -= 1;
      inclusive(run, scope, block, then);
    });
  });
}

/** A gateway splits at once, an activity when it is done. */
function splitBy(
  run: Run,
  scope: Scope,
  { id, by }: { readonly id: string; readonly by: Splitter },
  split: Continue,
): void {
  run.visit(scope, id);
  if (by !== 'user') return split();
  const place = run.stand(scope, id, 'task', (values) => run.leave(place, values, split));
}

export function vote(run: Run, scope: Scope, block: Vote, then: Continue): void {
  run.visit(scope, block.id);
  sendAll(run, scope, block, block.arms, block.arms, then);
}

function sendAll(
  run: Run,
  scope: Scope,
  block: And | Or | Vote,
  all: readonly Line[],
  taken: readonly Line[],
  then: Continue,
): void {
  const joined = all.filter((line) => line.end === null);
  for (const line of taken) {
    run.walk(scope, line, () => arrive(run, scope, block, joined, joined.indexOf(line), then));
  }
}

function arrive(
  run: Run,
  scope: Scope,
  block: And | Or | Vote,
  joined: readonly Line[],
  way: number,
  then: Continue,
): void {
  run.move(scope, () => {
    run.visit(scope, block.joinId);
    if (joined.length === 1 && block.kind !== 'vote') return then();
    const join = joinAt(scope, {
      ...{ id: block.joinId, kind: block.kind, fire: then },
      arrived: joined.map(() => 0),
      reach: joined.map(reachOf),
      need: block.kind === 'vote' ? block.need : 0,
      taken: null,
      reset: () => block.kind === 'vote' && late(run, scope, block),
    });
    join.arrived[way]! += 1;
    if (block.kind === 'and' && join.arrived.every((count) => count > 0)) fireJoin(run, scope, join);
  });
}

function joinAt(scope: Scope, fresh: Join): Join {
  const join = scope.joins.get(fresh.id) ?? fresh;
  scope.joins.set(fresh.id, join);
  return join;
}

/** Takes one token from each way on which tokens have arrived; what arrived more than once stays for the next time. */
function fireJoin(run: Run, scope: Scope, join: Join): void {
  for (const [way, count] of join.arrived.entries()) if (count > 0) join.arrived[way] = count - 1;
  run.move(scope, () => join.fire());
}

function late(run: Run, scope: Scope, { lateId }: Vote): void {
  if (lateId === null) return;
  run.move(scope, () => {
    run.visit(scope, lateId);
    scope.instance.endEvents.push(lateId);
  });
}

/**
 * When all stand still: an inclusive join fires when nothing can come any more over a way that is empty, a complex one
 * when enough have come, and is reset by the rule of the inclusive one. True when something has changed.
 */
export function settleJoins(run: Run, scope: Scope | null): boolean {
  if (!scope?.isAlive) return false;
  for (const join of scope.joins.values()) if (settles(run, scope, join)) return true;
  return [...scope.places].some((place) => settleJoins(run, place.inner));
}

function settles(run: Run, scope: Scope, join: Join): boolean {
  const { kind, arrived, taken, need } = join;
  const total = arrived.reduce((sum, count) => sum + count, 0);
  if (kind === 'or') {
    if (
      total === 0 ||
      isExpected(
        scope,
        join,
        arrived.map((count) => count > 0),
      )
    )
      return false;
    fireJoin(run, scope, join);
    return true;
  }
  if (kind !== 'vote') return false;
  if (taken === null) {
    if (total === 0 || total < need) return false;
    join.taken = arrived.map((count) => count > 0);
    fireJoin(run, scope, join);
    return true;
  }
  if (
    isExpected(
      scope,
      join,
      arrived.map((count, way) => count > 0 || taken[way]!),
    )
  )
    return false;
  for (const [way, count] of arrived.entries()) if (count > 0 && !taken[way]) arrived[way] = count - 1;
  join.taken = null;
  join.reset();
  run.endIfEmpty(scope);
  return true;
}

/** Over a way that is not filled. */
function isExpected(scope: Scope, { reach }: Join, filled: readonly boolean[]): boolean {
  return filled.some((isFilled, way) => !isFilled && canStillCome(scope, reach[way]!));
}

function canStillCome(scope: Scope, reach: ReadonlySet<string>): boolean {
  const isParked = [...scope.joins.values()].some(
    (join) => reach.has(join.id) && join.arrived.some((count) => count > 0),
  );
  return isParked || [...scope.places].some((place) => reach.has(place.elementId));
}

/** The elements of a line from which its end can be reached: those on ways that end apart are not among them. */
function reachOf(line: Line): ReadonlySet<string> {
  const found = new Set<string>();
  const walk = ({ blocks, end }: Line): void => {
    if (end) return;
    for (const block of blocks) {
      found.add(block.id);
      if ('joinId' in block) found.add(block.joinId);
      linesIn(block).forEach(walk);
    }
  };
  walk(line);
  return found;
}

/** The activity that begins them sends several tokens; the one that gathers them waits for as many. */
export function batch(run: Run, scope: Scope, block: Batch, then: Continue): void {
  const { id, joinId, times, body, last } = block;
  run.visit(scope, id);
  for (let count = 0; count < times; count++) {
    run.walk(scope, body, () =>
      run.move(scope, () => {
        run.visit(scope, joinId);
        const none = { need: 0, taken: null, reach: [new Set<string>()], fire: then, reset: then };
        const join = joinAt(scope, { ...none, id: joinId, kind: 'batch', arrived: [0] });
        join.arrived[0]! += 1;
        if (join.arrived[0]! < times) return;
        join.arrived[0]! -= times;
        if (last === 'manual') return then();
        const place = run.stand(scope, joinId, 'task', (values) => run.leave(place, values, then));
      }),
    );
  }
}

export function choice(run: Run, scope: Scope, block: Choice, then: Continue): void {
  run.visit(scope, block.id);
  const place = run.stand(scope, block.id, 'event');
  for (const arm of block.arms) {
    const { id, trigger, line } = arm;
    const gives = askedAt(arm);
    const at = { scope, holder: place.arms, elementId: id, trigger, stays: false, gives };
    armTrigger(run, at, (values) => {
      run.visit(scope, id);
      run.leave(place, mappedBy(run, scope, arm, values), () =>
        run.walk(scope, line, () => pass(run, scope, block.joinId, then)),
      );
    });
  }
  lookAll(place);
}

export function loop(run: Run, scope: Scope, block: Loop, then: Continue): void {
  const counter = counterOf(block.id);
  const round = (): void => {
    run.visit(scope, block.mergeId);
    run.walk(scope, block.body, () =>
      run.move(scope, () => {
        run.visit(scope, block.countId);
        run.write(scope, { [counter]: Number(run.read(scope, counter)) + 1 });
        run.move(scope, () => {
          run.visit(scope, block.id);
          if (Number(run.read(scope, counter)) < block.times) run.move(scope, round);
          else then();
        });
      }),
    );
  };
  run.visit(scope, block.resetId);
  run.write(scope, { [counter]: 0 });
  run.move(scope, round);
}
