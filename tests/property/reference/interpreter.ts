/**
 * A second opinion on what a process does: it walks the generator's tree, block by block, and says what follows by
 * closures. It has no tokens as rows, no graph, no history and no storage, and it shares no code with the engine.
 * The rules are those of BPMN 2.0.2 (§13), and where engines differ:
 *
 * - a parallel join takes one token per incoming way, surplus ones stay;
 * - an inclusive join fires when no token can still come over an empty way;
 * - a converging exclusive gateway lets each token pass;
 * - terminate ends its own scope only; an uncaught error is an incident; an uncaught escalation is nothing;
 * - compensation goes strictly backwards inside a scope.
 */
import {
  counterOf,
  localOf,
  mergeIdOf,
  messageOf,
  outputOf,
  resultOf,
  signalOf,
  variableName,
} from '../grammar/names.ts';
import {
  linesIn,
  loopsInside,
  rejoins,
  VARIABLE_COUNT,
  type Block,
  type Boundary,
  type BoundaryTrigger,
  type Call,
  type Condition,
  type End,
  type EventSub,
  type Line,
  type Loop,
  type Process,
  type Repeat,
  type Sub,
  type Task,
  type Undo,
} from '../grammar/tree.ts';
import type { Arm, Continue, Instance, Join, Place, Scope, Undoable, Value } from './state.ts';

type Values = Readonly<Record<string, Value>>;
type Host = { readonly id: string; readonly boundaries: readonly Boundary[] };

export class ReferenceInterpreter {
  readonly root: Instance;
  /** Minutes since the beginning. */
  now = 0;
  private readonly agenda: { readonly scope: Scope; readonly run: Continue }[] = [];
  private order = 0;

  constructor(process: Process, variables: Values) {
    this.root = this.begin(process, { ...variables }, null, () => undefined);
    this.drain();
  }

  // What the world does. Each ends when every token stands still.

  complete(place: Place, values: Values): void {
    this.outside(() => place.done(values));
  }
  fail(place: Place): void {
    place.incident = 'ENG_HANDLER_FAILED';
  }
  /** The job answers with a BPMN error. */
  failWithError(place: Place, code: number): void {
    this.outside(() => this.throwErrorAt(place, code));
  }
  retry(place: Place): void {
    if (place.kind === 'job') {
      place.incident = null;
      // The job is made anew, so it is the youngest of its element now.
      place.order = this.order += 1;
    } else this.outside(() => this.retryPlace(place));
  }
  fire(arm: Arm, values: Values = {}): void {
    this.outside(() => arm.fire(values, null));
  }
  /** Everyone who waits for it at this moment. */
  signal(name: string): void {
    const waiting = this.arms().filter((arm) => arm.kind === 'signal' && arm.name === name);
    for (const arm of waiting) if (this.arms().includes(arm)) this.fire(arm);
  }
  setVariables(values: Values): void {
    this.outside(() => {
      this.write(this.root.scope!, values);
      for (const arm of this.arms()) if (this.arms().includes(arm)) this.look(arm);
    });
  }
  cancel(): void {
    this.endInstance(this.root);
  }

  /** Every place where a token stands, called instances included, oldest first. */
  places(): readonly Place[] {
    return placesOf(this.root.scope).sort((a, b) => a.order - b.order);
  }
  arms(): readonly Arm[] {
    return armsOf(this.root.scope).sort((a, b) => a.order - b.order);
  }

  private outside(act: Continue): void {
    act();
    this.drain();
  }

  private retryPlace(place: Place): void {
    place.scope.places.delete(place);
    place.done({});
  }

  private drain(): void {
    for (;;) {
      const next = this.agenda.shift();
      if (next) {
        if (!next.scope.isAlive) continue;
        next.scope.moving -= 1;
        next.run();
        this.endIfEmpty(next.scope);
      } else if (!this.fireOneOr(this.root.scope)) return;
    }
  }

  private move(scope: Scope, run: Continue): void {
    scope.moving += 1;
    this.agenda.push({ scope, run });
  }

  private visit(scope: Scope, id: string): void {
    const { visited } = scope.instance;
    visited[id] = (visited[id] ?? 0) + 1;
  }

  // Scopes

  private begin(
    process: Process,
    variables: Record<string, Value>,
    caller: Instance | null,
    then: (out: Values) => void,
  ): Instance {
    const instance: Instance = {
      key: process.key,
      visited: {},
      endEvents: [],
      children: [],
      scope: null,
      variables: {},
      ended: false,
    };
    caller?.children.push(instance);
    const scope = this.open(instance, null, variables, () => {
      const out = scope.variables;
      this.endInstance(instance);
      then(out);
    });
    instance.scope = scope;
    this.enterContent(scope, process);
    return instance;
  }

  private open(
    instance: Instance,
    parent: Scope | null,
    variables: Record<string, Value>,
    whenEmpty: Continue,
  ): Scope {
    return {
      instance,
      parent,
      places: new Set(),
      joins: new Map(),
      handlers: new Set(),
      undoables: [],
      variables,
      moving: 0,
      opener: null,
      isAlive: true,
      whenEmpty,
    };
  }

  private enterContent(
    scope: Scope,
    { startId, body, handlers }: { startId: string; body: Line; handlers: readonly EventSub[] },
  ): void {
    for (const handler of handlers) this.armHandler(scope, handler);
    this.move(scope, () => {
      this.visit(scope, startId);
      this.line(scope, body, unreachable);
    });
  }

  private endIfEmpty(scope: Scope): void {
    if (!scope.isAlive || scope.moving > 0 || scope.places.size > 0) return;
    if ([...scope.joins.values()].some((join) => join.arrived.some((count) => count > 0))) return;
    this.kill(scope);
    scope.whenEmpty();
  }

  private endInstance(instance: Instance): void {
    if (instance.ended) return;
    instance.ended = true;
    instance.variables = instance.scope!.variables;
    this.kill(instance.scope!);
    for (const child of instance.children) this.endInstance(child);
  }

  /** Takes away everything in the scope. */
  private kill(scope: Scope): void {
    scope.isAlive = false;
    for (const place of scope.places) this.takeAway(place);
    scope.places.clear();
    scope.joins.clear();
    scope.handlers.clear();
  }

  private takeAway(place: Place): void {
    place.scope.places.delete(place);
    place.arms = [];
    if (!place.inner) return;
    if (place.inner.instance === place.scope.instance) this.kill(place.inner);
    else this.endInstance(place.inner.instance);
  }

  // Lines and blocks

  private line(scope: Scope, line: Line, then: Continue, from = 0): void {
    const block = line.blocks[from];
    if (block) this.move(scope, () => this.block(scope, block, () => this.line(scope, line, then, from + 1)));
    else if (line.end) this.move(scope, () => this.end(scope, line.end!));
    else then();
  }

  private block(scope: Scope, block: Block, then: Continue): void {
    switch (block.kind) {
      case 'task':
      case 'sub':
      case 'call':
        return block.repeat
          ? this.repeated(scope, block, block.repeat, then)
          : this.activity(scope, block, then);
      case 'throw':
        return this.throwEvent(scope, block, then);
      case 'catch': {
        this.visit(scope, block.id);
        const place = this.stand(scope, block.id, 'event', () => then());
        const arm = this.arm(scope, block.id, block.trigger, (values) => this.leave(place, values, then));
        place.arms.push(arm);
        return this.look(arm);
      }
      case 'xor': {
        this.visit(scope, block.id);
        const arm = block.arms.find((one) => this.holds(scope, one.condition));
        const line = arm?.line ?? block.otherwise;
        if (!line)
          return this.raise(scope, block.id, 'ENG_NO_FLOW', () => this.chooseAgain(scope, block, then));
        return this.line(scope, line, () => this.pass(scope, block.joinId, then));
      }
      case 'and': {
        this.visit(scope, block.id);
        const joined = block.arms.filter((arm) => arm.end === null);
        for (const arm of block.arms) {
          this.line(scope, arm, () => this.arrive(scope, block, joined, joined.indexOf(arm), then));
        }
        return;
      }
      case 'or':
        return this.inclusive(scope, block, then);
      case 'loop':
        return this.loop(scope, block, then);
      case 'choice': {
        this.visit(scope, block.id);
        const place = this.stand(scope, block.id, 'event', () => undefined);
        place.arms = block.arms.map(({ id, trigger, line }) =>
          this.arm(scope, id, trigger, (values) => {
            this.visit(scope, id);
            this.leave(place, values, () =>
              this.line(scope, line, () => this.pass(scope, block.joinId, then)),
            );
          }),
        );
        return this.lookAll(place);
      }
    }
  }

  private activity(scope: Scope, block: Task | Sub | Call, then: Continue, isRepeated = false): void {
    if (block.kind === 'task') this.task(scope, block, then);
    else if (block.kind === 'sub') this.sub(scope, block, then, isRepeated);
    else this.call(scope, block, then);
  }

  /** Each time runs in a scope of its own; boundary events belong to the whole. */
  private repeated(scope: Scope, block: Task | Sub | Call, repeat: Repeat, then: Continue): void {
    const after = this.afterHost(scope, block, then);
    const times = repeat.kind === 'loop' ? Math.max(1, repeat.times) : repeat.times;
    if (times === 0) {
      this.visit(scope, block.id);
      return after();
    }
    const place = this.stand(scope, block.id, 'inner', () => undefined);
    const body = this.open(scope.instance, scope, {}, () => this.leave(place, {}, after));
    place.inner = body;
    this.armBoundaries(place, block, then);
    const once = { ...block, boundaries: [], repeat: null };
    let started = 0;
    let completed = 0;
    const begin = (): void => {
      started += 1;
      const held = this.stand(body, block.id, 'inner', () => undefined);
      const iteration = this.open(scope.instance, body, {}, () => {
        body.places.delete(held);
        completed += 1;
        const isEnough = repeat.kind !== 'loop' && repeat.enough !== null && completed >= repeat.enough;
        if (isEnough) this.clear(body);
        else if (repeat.kind !== 'parallel' && started < times) begin();
        this.move(body, () => undefined);
      });
      held.inner = iteration;
      this.move(iteration, () => this.activity(iteration, once, () => undefined, true));
    };
    if (repeat.kind === 'parallel') for (let index = 0; index < times; index++) begin();
    else begin();
  }

  /** An exclusive gateway that only converges. */
  private pass(scope: Scope, id: string, then: Continue): void {
    this.move(scope, () => {
      this.visit(scope, id);
      then();
    });
  }

  private chooseAgain(scope: Scope, block: Block, then: Continue): void {
    // The element was entered before; looking again is no new visit.
    scope.instance.visited[block.id]! -= 1;
    this.block(scope, block, then);
  }

  private inclusive(scope: Scope, block: Extract<Block, { kind: 'or' }>, then: Continue): void {
    this.visit(scope, block.id);
    const all = [...block.arms.map((arm) => arm.line), ...(block.otherwise ? [block.otherwise] : [])];
    const joined = all.filter((line) => line.end === null);
    const chosen = block.arms.filter((arm) => this.holds(scope, arm.condition)).map((arm) => arm.line);
    const taken = chosen.length > 0 ? chosen : block.otherwise ? [block.otherwise] : [];
    if (taken.length === 0) {
      return this.raise(scope, block.id, 'ENG_NO_FLOW', () => this.chooseAgain(scope, block, then));
    }
    for (const line of taken) {
      this.line(scope, line, () => this.arrive(scope, block, joined, joined.indexOf(line), then));
    }
  }

  private arrive(
    scope: Scope,
    block: { readonly kind: 'and' | 'or'; readonly joinId: string },
    joined: readonly Line[],
    way: number,
    then: Continue,
  ): void {
    this.move(scope, () => {
      this.visit(scope, block.joinId);
      if (joined.length === 1) return then();
      const join = scope.joins.get(block.joinId) ?? {
        id: block.joinId,
        kind: block.kind,
        arrived: joined.map(() => 0),
        reach: joined.map(reachOf),
        fire: then,
      };
      scope.joins.set(block.joinId, join);
      join.arrived[way]! += 1;
      if (block.kind === 'and' && join.arrived.every((count) => count > 0)) this.fireJoin(scope, join);
    });
  }

  private fireJoin(scope: Scope, join: Join): void {
    for (const [way, count] of join.arrived.entries()) if (count > 0) join.arrived[way] = count - 1;
    this.move(scope, () => join.fire());
  }

  /** An inclusive join fires when nothing can come any more over a way that is empty. Looked at when all stand still. */
  private fireOneOr(scope: Scope | null): boolean {
    if (!scope?.isAlive) return false;
    for (const join of scope.joins.values()) {
      if (join.kind === 'or' && isComplete(scope, join)) {
        this.fireJoin(scope, join);
        return true;
      }
    }
    return [...scope.places].some((place) => this.fireOneOr(place.inner));
  }

  private loop(scope: Scope, block: Loop, then: Continue): void {
    const counter = counterOf(block.id);
    const round = (): void => {
      this.visit(scope, block.mergeId);
      this.line(scope, block.body, () =>
        this.move(scope, () => {
          this.visit(scope, block.countId);
          this.write(scope, { [counter]: Number(this.read(scope, counter)) + 1 });
          this.move(scope, () => {
            this.visit(scope, block.id);
            if (Number(this.read(scope, counter)) < block.times) this.move(scope, round);
            else then();
          });
        }),
      );
    };
    this.visit(scope, block.resetId);
    this.write(scope, { [counter]: 0 });
    this.move(scope, round);
  }

  private task(scope: Scope, task: Task, then: Continue): void {
    this.visit(scope, task.id);
    const follow = this.afterHost(scope, task, then);
    const after = (): void => {
      if (task.undo) this.noteDone(scope, task.undo, []);
      follow();
    };
    switch (task.type) {
      case 'undefined':
      case 'manual':
      case 'send':
        return after();
      case 'script':
        this.write(scope, { [resultOf(task.id)]: Number(this.read(scope, 'v1')) + 1 });
        return after();
      case 'action':
        if (task.fails !== null) return this.failAction(scope, task, task.fails, then);
        this.write(scope, { [resultOf(task.id)]: 1 });
        return after();
      case 'user':
      case 'job':
      case 'receive': {
        const kind = task.type === 'user' ? 'task' : task.type === 'job' ? 'job' : 'event';
        const place = this.stand(scope, task.id, kind, (values) => this.leave(place, values, after));
        if (kind === 'event') {
          const message = this.arm(scope, task.id, { kind: 'message' }, (values) => place.done(values));
          place.arms.push(message);
        }
        this.armBoundaries(place, task, then);
        return;
      }
    }
  }

  private failAction(scope: Scope, task: Task, code: number, then: Continue): void {
    const place = this.stand(scope, task.id, 'incident', () => this.failAction(scope, task, code, then));
    this.armBoundaries(place, task, then);
    this.throwErrorAt(place, code);
  }

  private sub(scope: Scope, sub: Sub, then: Continue, isRepeated: boolean): void {
    this.visit(scope, sub.id);
    const after = this.afterHost(scope, sub, then);
    const variables: Record<string, Value> = {};
    // Iterations count their loops each for itself.
    if (isRepeated) for (const loop of loopsInside(sub)) variables[counterOf(loop.id)] = 0;
    if (sub.isMapped) variables[localOf(sub.id)] = Number(this.read(scope, 'v0')) + 1;
    const place = this.stand(scope, sub.id, 'inner', () => undefined);
    const inner = this.open(scope.instance, scope, variables, () => {
      const out = sub.isMapped ? { [outputOf(sub.id)]: Number(inner.variables[localOf(sub.id)]) + 1 } : {};
      if (inner.undoables.length > 0) this.noteDone(scope, null, inner.undoables);
      this.leave(place, out, after);
    });
    place.inner = inner;
    this.armBoundaries(place, sub, then);
    this.enterContent(inner, sub);
  }

  private call(scope: Scope, call: Call, then: Continue): void {
    this.visit(scope, call.id);
    const after = this.afterHost(scope, call, then);
    const place = this.stand(scope, call.id, 'inner', () => undefined);
    this.armBoundaries(place, call, then);
    const variables = call.isMapped ? this.inputsOf(scope) : this.visible(scope);
    const child = this.begin(call.process, variables, scope.instance, (out) =>
      this.leave(place, call.isMapped ? { [outputOf(call.id)]: Number(out.v0) + 1 } : out, after),
    );
    place.inner = child.scope;
  }

  private inputsOf(scope: Scope): Record<string, Value> {
    const names = Array.from({ length: VARIABLE_COUNT }, (_, index) => variableName(index));
    return Object.fromEntries(names.map((name) => [name, this.read(scope, name)]));
  }

  // Events

  private throwEvent(scope: Scope, block: Extract<Block, { kind: 'throw' }>, then: Continue): void {
    this.visit(scope, block.id);
    if (block.event === 'link') {
      this.move(scope, () => {
        this.visit(scope, block.targetId);
        then();
      });
    } else if (block.event === 'escalation') this.escalate(scope, block.code, then);
    else if (block.event === 'compensation') this.compensate(scope, block.id, then);
    else then();
  }

  private end(scope: Scope, end: End): void {
    this.visit(scope, end.id);
    const reached = (): void => void scope.instance.endEvents.push(end.id);
    switch (end.kind) {
      case 'none':
      case 'message':
      case 'signal':
        return reached();
      case 'terminate':
        reached();
        return this.clear(scope);
      case 'escalation':
        reached();
        return this.escalate(scope, end.code, () => undefined);
      case 'error': {
        const catching = this.catcherOf(scope, 'error', end.code);
        if (!catching)
          return this.raise(scope, end.id, 'ENG_ERROR_NOT_CAUGHT', () => this.endAgain(scope, end));
        reached();
        return catching.fire({}, end.code);
      }
      case 'compensation':
        return this.compensate(scope, end.id, reached);
      case 'cancel':
        return this.cancelTransaction(scope, end, reached);
    }
  }

  private endAgain(scope: Scope, end: End): void {
    scope.instance.visited[end.id]! -= 1;
    this.end(scope, end);
  }

  /** The innermost event subprocess or boundary event for it, going outwards; never the one that it comes out of. */
  private catcherOf(scope: Scope | null, kind: 'error' | 'escalation', code: number): Arm | null {
    let from: Arm | null = null;
    for (let at = scope; at;) {
      const handlers = [...at.handlers].filter((arm) => arm !== from);
      const found = best(handlers, kind, code);
      if (found) return found;
      const host = this.hostOf(at);
      if (!host) return null;
      const boundary = best(host.arms, kind, code);
      if (boundary) return boundary;
      from = at.opener;
      at = host.scope;
    }
    return null;
  }

  private hostOf(scope: Scope): Place | null {
    return placesOf(this.root.scope).find((place) => place.inner === scope) ?? null;
  }

  private throwErrorAt(place: Place, code: number): void {
    const own = best(place.arms, 'error', code);
    const catching = own ?? this.catcherOf(place.scope, 'error', code);
    if (catching) catching.fire({}, code);
    else place.incident = 'ENG_ERROR_NOT_CAUGHT';
  }

  /** The thrower goes on, unless what catches it takes its token away. */
  private escalate(scope: Scope, code: number, then: Continue): void {
    this.move(scope, then);
    this.catcherOf(scope, 'escalation', code)?.fire({}, code);
  }

  /** Undoes what was done in this scope, one after the other, the last first; somebody waits for it. */
  private compensate(scope: Scope, elementId: string, then: Continue): void {
    const waiting = reachOfCompensation(scope).sort((a, b) => a.order - b.order);
    if (waiting.length === 0) return then();
    const place = this.stand(scope, elementId, 'inner', () => undefined);
    const inner = this.open(scope.instance, scope, {}, () => undefined);
    place.inner = inner;
    this.undoLast(inner, waiting, () => this.leave(place, {}, then));
  }

  private undoLast(inner: Scope, left: Undoable[], then: Continue): void {
    const undoable = left.pop();
    if (!undoable) return then();
    const next = (): void => this.undoLast(inner, left, then);
    if (undoable.isDone()) return next();
    undoable.forget();
    if (undoable.undo === null) return this.undoLast(inner, [...undoable.inside], next);
    const { taskId, type } = undoable.undo;
    this.visit(inner, taskId);
    if (type === 'manual') return next();
    const place = this.stand(inner, taskId, 'task', (values) => this.leave(place, values, next));
  }

  private noteDone(scope: Scope, undo: Undo | null, inside: readonly Undoable[]): void {
    const undoable: Undoable = {
      order: (this.order += 1),
      undo,
      inside,
      isDone: () => !scope.undoables.includes(undoable),
      forget: () => void scope.undoables.splice(scope.undoables.indexOf(undoable), 1),
    };
    scope.undoables.push(undoable);
  }

  private cancelTransaction(scope: Scope, end: End, reached: Continue): void {
    this.clear(scope);
    scope.handlers.clear();
    this.compensate(scope, end.id, () => {
      reached();
      this.hostOf(scope)!
        .arms.find((arm) => arm.kind === 'cancel')!
        .fire({}, null);
    });
  }

  // Standing and being woken

  private stand(scope: Scope, elementId: string, kind: Place['kind'], done: Place['done']): Place {
    const order = (this.order += 1);
    const place: Place = { scope, elementId, kind, arms: [], incident: null, inner: null, done, order };
    scope.places.add(place);
    return place;
  }

  /** The token goes on; what it brings is written first. */
  private leave(place: Place, values: Values, then: Continue): void {
    const { scope } = place;
    scope.places.delete(place);
    place.arms = [];
    this.write(scope, values);
    this.move(scope, then);
  }

  private raise(scope: Scope, elementId: string, code: string, again: Continue): void {
    const place = this.stand(scope, elementId, 'incident', again);
    place.incident = code;
  }

  /** What follows an activity, through the gateway where its boundary events come back. */
  private afterHost(scope: Scope, host: Host, then: Continue): Continue {
    return () => (rejoins(host) ? this.pass(scope, mergeIdOf(host), then) : then());
  }

  private armBoundaries(place: Place, host: Host, then: Continue): void {
    const { scope } = place;
    for (const { id, trigger, interrupting, path } of host.boundaries) {
      const arm = this.arm(scope, id, trigger, (values) => {
        if (interrupting) this.takeAway(place);
        else this.again(place.arms, arm);
        this.visit(scope, id);
        this.write(scope, values);
        this.move(scope, () => this.line(scope, path, () => this.pass(scope, mergeIdOf(host), then)));
      });
      place.arms.push(arm);
    }
    this.lookAll(place);
  }

  private armHandler(scope: Scope, handler: EventSub): void {
    const arm = this.arm(scope, handler.startId, handler.trigger, (values) => {
      if (handler.interrupting) {
        this.clear(scope);
        scope.handlers.clear();
      } else this.again(scope.handlers, arm);
      const place = this.stand(scope, handler.id, 'inner', () => undefined);
      this.visit(scope, handler.id);
      const inner = this.open(scope.instance, scope, {}, () => this.leave(place, {}, () => undefined));
      inner.opener = arm;
      place.inner = inner;
      this.write(inner, values);
      this.enterContent(inner, { ...handler, handlers: [] });
    });
    scope.handlers.add(arm);
  }

  /** Takes away every token of the scope, those on their way too. */
  private clear(scope: Scope): void {
    for (const place of [...scope.places]) this.takeAway(place);
    for (const join of scope.joins.values()) join.arrived.fill(0);
    const left = this.agenda.filter((one) => one.scope !== scope);
    scope.moving -= this.agenda.length - left.length;
    this.agenda.splice(0, this.agenda.length, ...left);
  }

  private lookAll(place: Place): void {
    for (const arm of [...place.arms]) if (place.arms.includes(arm)) this.look(arm);
  }

  /** A condition fires when it becomes true; one that is true from the beginning fires at once. */
  private look(arm: Arm): void {
    if (arm.kind !== 'conditional') return;
    const isTrue = arm.holds();
    const hasBecome = isTrue && !arm.wasTrue;
    arm.wasTrue = isTrue;
    if (hasBecome) arm.fire({}, null);
  }

  /** After a non-interrupting event: a timer counts down, everything else stays. */
  private again(arms: Arm[] | Set<Arm>, arm: Arm): void {
    if (arm.kind !== 'timer') return;
    arm.remaining -= 1;
    if (arm.remaining > 0) {
      arm.dueAt += arm.every;
      // The next firing is a waker of its own, the youngest of its element.
      arm.order = this.order += 1;
    } else if (Array.isArray(arms)) arms.splice(arms.indexOf(arm), 1);
    else arms.delete(arm);
  }

  private arm(scope: Scope, elementId: string, trigger: BoundaryTrigger, fire: Arm['fire']): Arm {
    const minutes = trigger.kind === 'timer' ? trigger.minutes : 0;
    const code = trigger.kind === 'error' || trigger.kind === 'escalation' ? trigger.code : null;
    const holds = trigger.kind === 'conditional' ? () => this.holds(scope, trigger.condition) : () => false;
    return {
      elementId,
      kind: trigger.kind,
      name: trigger.kind === 'message' ? messageOf(elementId) : signalOf(elementId),
      dueAt: this.now + minutes,
      every: minutes,
      remaining: trigger.kind === 'timer' ? trigger.times : 1,
      code,
      holds,
      wasTrue: false,
      order: (this.order += 1),
      fire,
    };
  }

  // Variables

  private read(scope: Scope, name: string): Value {
    for (let at: Scope | null = scope; at; at = at.parent) {
      if (Object.hasOwn(at.variables, name)) return at.variables[name]!;
    }
    return null;
  }

  private visible(scope: Scope): Record<string, Value> {
    return { ...(scope.parent ? this.visible(scope.parent) : {}), ...scope.variables };
  }

  private write(scope: Scope, values: Values): void {
    for (const [name, value] of Object.entries(values)) {
      let home = scope;
      while (home.parent && !Object.hasOwn(home.variables, name)) home = home.parent;
      home.variables[name] = value;
    }
  }

  private holds(scope: Scope, { variable, least }: Condition): boolean {
    const value = this.read(scope, variableName(variable));
    return typeof value === 'number' && value >= least;
  }
}

/** An event subprocess undoes what was done around it as well. */
function reachOfCompensation(scope: Scope): Undoable[] {
  return scope.opener && scope.parent
    ? [...scope.undoables, ...reachOfCompensation(scope.parent)]
    : [...scope.undoables];
}

const unreachable: Continue = () => {
  throw new Error('Expected the outermost line to end.');
};

/** A catcher of this very code before one of any. */
function best(arms: readonly Arm[], kind: 'error' | 'escalation', code: number): Arm | null {
  const fitting = arms.filter((arm) => arm.kind === kind);
  return fitting.find((arm) => arm.code === code) ?? fitting.find((arm) => arm.code === null) ?? null;
}

function isComplete(scope: Scope, { arrived, reach }: Join): boolean {
  if (!arrived.some((count) => count > 0)) return false;
  return arrived.every((count, way) => count > 0 || !canStillCome(scope, reach[way]!));
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

function placesOf(scope: Scope | null): Place[] {
  if (!scope?.isAlive) return [];
  return [...scope.places].flatMap((place) => [place, ...placesOf(place.inner)]);
}

function armsOf(scope: Scope | null): Arm[] {
  if (!scope?.isAlive) return [];
  return [...scope.handlers, ...placesOf(scope).flatMap((place) => place.arms), ...innerHandlers(scope)];
}

function innerHandlers(scope: Scope): Arm[] {
  return placesOf(scope).flatMap((place) => (place.inner ? [...place.inner.handlers] : []));
}
