/** What is armed while a token stands, or while a scope lives: boundary events, event subprocesses, and how they fire. */
import { entityOf, mergeIdOf, SHARED_SIGNAL, signalOf } from '../grammar/names.ts';
import type { Boundary, BoundaryTrigger, Content, EventSub, Several, StartEvent } from '../grammar/tree.ts';
import { rejoins } from '../grammar/tree-walk.ts';
import { askedAt, mappedBy, openData } from './data.ts';
import { noteScopeDone } from './leaving-behind.ts';
import { awaitedAt } from './messages.ts';
import { nothing, type Run } from './run.ts';
import type { Arm, Continue, Instance, Place, Scope, Value, Values } from './state.ts';

export type Host = { readonly id: string; readonly boundaries: readonly Boundary[] };
type Single = Exclude<BoundaryTrigger, Several>;

/** Arms a trigger in the holder. `stays`: it may happen again. */
export function armTrigger(
  run: Run,
  at: {
    readonly scope: Scope;
    readonly holder: Set<Arm>;
    readonly elementId: string;
    readonly trigger: BoundaryTrigger;
    readonly stays: boolean;
    readonly gives?: string | null;
  },
  fire: (values: Values, arm: Arm) => void,
): void {
  const { scope, holder, elementId, trigger, stays, gives = null } = at;
  const isAll = trigger.kind === 'several' && trigger.all;
  const group: Arm[] = [];
  const brought: Record<string, Value> = {};
  for (const part of partsOf(trigger)) {
    const isPart = trigger.kind === 'several';
    const from = { scope, holder, elementId, trigger: part, isPart, gives, stays };
    const arm: Arm = armOf(run, from, (values) => {
      if (isAll) {
        holder.delete(arm);
        Object.assign(brought, values);
        if (group.some((one) => holder.has(one))) return;
        if (stays) armTrigger(run, at, fire);
        return fire(brought, arm);
      }
      if (stays) again(run, holder, arm);
      fire(values, arm);
    });
    group.push(arm);
    holder.add(arm);
  }
}

function partsOf(trigger: BoundaryTrigger): readonly Single[] {
  if (trigger.kind !== 'several') return [trigger];
  const { other, minutes } = trigger;
  const second: Single =
    other === 'signal' ? { kind: 'signal', isShared: false } : { kind: 'timer', minutes, times: 1 };
  return [{ kind: 'message' }, second];
}

function armOf(
  run: Run,
  at: {
    readonly scope: Scope;
    readonly holder: ReadonlySet<Arm>;
    readonly elementId: string;
    readonly trigger: Single;
    readonly isPart: boolean;
    readonly gives: string | null;
    readonly stays: boolean;
  },
  fire: Arm['fire'],
): Arm {
  const { scope, holder, elementId, trigger, isPart, gives, stays } = at;
  const minutes = trigger.kind === 'timer' ? trigger.minutes : 0;
  const arm: Arm = {
    elementId,
    kind: trigger.kind,
    ...namedAt(run, scope, elementId, trigger),
    isPart,
    gives,
    dueAt: run.now + minutes,
    every: minutes,
    remaining: trigger.kind === 'timer' ? trigger.times : 1,
    code: trigger.kind === 'error' || trigger.kind === 'escalation' ? trigger.code : null,
    holds: trigger.kind === 'conditional' ? () => run.holds(scope, trigger.condition) : () => false,
    wasTrue: false,
    order: run.nextOrder(),
    rootOf: () => outermost(scope.instance),
    stays,
    isArmed: () => holder.has(arm),
    fire,
  };
  return arm;
}

function outermost(instance: Instance): Instance {
  return instance.caller ? outermost(instance.caller) : instance;
}

function namedAt(run: Run, scope: Scope, elementId: string, trigger: Single): Pick<Arm, 'name' | 'key'> {
  if (trigger.kind === 'message') return awaitedAt(run, scope, elementId);
  if (trigger.kind === 'record') return { name: entityOf(elementId), key: null };
  const isShared = trigger.kind === 'signal' && trigger.isShared;
  return { name: isShared ? SHARED_SIGNAL : signalOf(elementId), key: null };
}

/** After a non-interrupting event: a timer counts down, everything else stays. */
function again(run: Run, holder: Set<Arm>, arm: Arm): void {
  if (arm.kind !== 'timer') return;
  arm.remaining -= 1;
  if (arm.remaining > 0) {
    arm.dueAt += arm.every;
    // The next firing is a waker of its own, the youngest of its element.
    arm.order = run.nextOrder();
  } else holder.delete(arm);
}

/** What follows an activity, through the gateway where its boundary events come back. */
export function afterHost(run: Run, scope: Scope, host: Host, then: Continue): Continue {
  return () => (rejoins(host) ? pass(run, scope, mergeIdOf(host), then) : then());
}

/** An exclusive gateway that only converges. */
export function pass(run: Run, scope: Scope, id: string, then: Continue): void {
  run.move(scope, () => {
    run.visit(scope, id);
    then();
  });
}

/** A condition that is true already fires at once. */
export function armBoundaries(run: Run, place: Place, host: Host, then: Continue): void {
  openBoundaries(run, place, host, then);
  lookAll(place);
}

export function openBoundaries(run: Run, place: Place, host: Host, then: Continue): void {
  const { scope, arms } = place;
  for (const boundary of host.boundaries) {
    const { id, trigger, interrupting, path } = boundary;
    const gives = askedAt(boundary);
    const at = { scope, holder: arms, elementId: id, trigger, stays: !interrupting, gives };
    armTrigger(run, at, (values) => {
      if (interrupting) run.takeAway(place);
      run.visit(scope, id);
      run.write(scope, mappedBy(run, scope, boundary, values));
      run.move(scope, () => run.walk(scope, path, () => pass(run, scope, mergeIdOf(host), then)));
    });
  }
}

function armHandler(run: Run, scope: Scope, handler: EventSub): void {
  const { id, startId, trigger, interrupting } = handler;
  const gives = askedAt({ ...handler, id: startId });
  const at = { scope, holder: scope.handlers, elementId: startId, trigger, stays: !interrupting, gives };
  armTrigger(run, at, (values, arm) => {
    if (interrupting) {
      run.clear(scope);
      scope.handlers.clear();
    }
    const place = run.stand(scope, id, 'inner');
    run.visit(scope, id);
    const inner = run.open(scope.instance, scope, {}, () => {
      noteScopeDone(run, scope, inner);
      run.leave(place, {}, nothing);
    });
    inner.opener = arm;
    inner.isEventSub = true;
    place.inner = inner;
    // Its data objects begin with it, before its start event brings anything.
    enterContent(run, inner, { ...handler, handlers: [] });
    run.write(inner, mappedBy(run, inner, { ...handler, id: startId }, values));
  });
}

/** `at`: which of the ways in; null: its one start event. */
export function enterContent(run: Run, scope: Scope, content: Content, at: StartEvent | null = null): void {
  const { startId, objects, body, handlers } = content;
  openData(run, scope, objects);
  for (const handler of handlers) armHandler(run, scope, handler);
  // What is true already happens before anything moves (§13.5.4).
  for (const arm of scope.handlers)
    if (arm.kind === 'conditional') run.move(scope, () => scope.handlers.has(arm) && look(arm));
  const begin = (): void => {
    run.visit(scope, startId);
    run.walk(scope, body, unreachable);
  };
  if (!at) return run.move(scope, begin);
  run.move(scope, () => {
    run.visit(scope, at.id);
    if (at.isMapped || at.data) run.write(scope, mappedBy(run, scope, at, scope.variables));
    run.walk(scope, at.path, () => run.move(scope, begin));
  });
}

const unreachable: Continue = () => {
  throw new Error('Expected the outermost line to end.');
};

export function lookAll(place: Place): void {
  for (const arm of [...place.arms]) if (place.arms.has(arm)) look(arm);
}

/** A condition fires when it becomes true; one that is true from the beginning fires at once. */
export function look(arm: Arm): void {
  if (arm.kind !== 'conditional') return;
  const isTrue = arm.holds();
  const hasBecome = isTrue && !arm.wasTrue;
  arm.wasTrue = isTrue;
  if (hasBecome) arm.fire({});
}

/** Everything that is armed, oldest first, called instances included. */
export function armsIn(run: Run): readonly Arm[] {
  const scopes = run.roots.flatMap(({ scope }) => (scope?.isAlive ? [scope] : []));
  const places = run.places();
  const inner = places.flatMap((place) => (place.inner ? [...place.inner.handlers] : []));
  const own = scopes.flatMap((scope) => [...scope.handlers]);
  const all = [...own, ...places.flatMap((place) => [...place.arms]), ...inner];
  return all.sort((a, b) => a.order - b.order);
}
