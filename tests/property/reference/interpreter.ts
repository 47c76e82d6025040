/**
 * A second opinion on what a process does: it walks the generator's tree, block by block, and says what follows by
 * closures. It has no tokens as rows, no graph, no history and no storage, and it shares no code with the engine.
 * The rules are those of BPMN 2.0.2 (§13), and where engines differ:
 *
 * - a parallel join takes one token per incoming way, surplus ones stay;
 * - an inclusive join fires when no token can still come over an empty way; so is a complex one reset;
 * - a converging exclusive gateway lets each token pass;
 * - terminate ends its own scope only; an uncaught error is an incident; an uncaught escalation is nothing;
 * - compensation goes strictly backwards inside a scope;
 * - a thrown signal is heard, when the step is over, by whoever waited for it when it was thrown.
 */
import { recordVariableOf, SHARED_SIGNAL } from '../grammar/names.ts';
import {
  type AdHocItem,
  type Block,
  type End,
  type Line,
  type Process,
  type StartEvent,
} from '../grammar/tree.ts';
import type { DataFlow } from '../grammar/tree-parts.ts';
import { poolsOf } from '../grammar/tree-walk.ts';
import { activity, adHoc, beginInstance, beginItem, type Beginning } from './activities.ts';
import { askedAt, carried, givenTo, mappedBy } from './data.ts';
import { deliver, givenAs, send } from './messages.ts';
import { nothing, Run } from './run.ts';
import { batch, choice, exclusive, inclusive, loop, parallel, settleJoins, vote } from './splitting.ts';
import type { Arm, Broadcast, Continue, Instance, Place, Scope, Values } from './state.ts';
import { afterFiring, armStartTimers, type StartTimer } from './starts.ts';
import { catcherOf, escalate, throwErrorAt } from './throwing.ts';
import { throwSeveral } from './throwing-several.ts';
import { cancelTransaction, compensate } from './undoing.ts';
import { armsIn, armTrigger, look, lookAll } from './waiting.ts';

export class ReferenceInterpreter {
  private readonly run: Run;
  private readonly process: Process;
  startTimers: readonly StartTimer[] = [];

  /** Nothing has begun yet. */
  constructor(process: Process) {
    this.process = process;
    this.run = new Run((scope, line, then) => this.line(scope, line, then), process.partners);
    this.redeploy();
  }

  /** The same process once more, in a version that is equal. */
  redeploy(): void {
    this.startTimers = armStartTimers(this.process, this.run.now);
  }

  /** One more instance of the process; `at`: by which of its ways in. */
  start(variables: Values, businessKey: string | null = null, at: StartEvent | null = null): void {
    const begun = { process: this.process, variables, businessKey, at };
    this.outside(() => this.begin({ ...begun, isTold: false }));
  }

  /** The clock moves to when the timer is due; nobody gives the instance anything. */
  startWhenDue(timer: StartTimer): void {
    this.run.now = timer.dueAt;
    this.startTimers = afterFiring(this.startTimers, timer);
    const begun = { process: this.process, variables: {}, businessKey: null, at: timer.start };
    this.outside(() => this.begin({ ...begun, isTold: true }));
  }

  /** Those that were started, and those that their messages began. */
  get roots(): readonly Instance[] {
    return this.run.roots;
  }
  get isOver(): boolean {
    return this.roots.length > 0 && this.roots.every(({ ended }) => ended);
  }
  /** Messages between pools. */
  get delivered(): { readonly heard: number; readonly lost: number } {
    return this.run.delivered;
  }

  /** What the records of data stores hold, of those that somebody has written. */
  get stored(): Values {
    return this.run.stored;
  }

  /** Every element that an instance has come to. */
  get reached(): ReadonlySet<string> {
    const visits = ({ visited, children }: Instance): string[] => [
      ...Object.keys(visited),
      ...children.flatMap(visits),
    ];
    return new Set(this.roots.flatMap(visits));
  }

  /** Minutes since the beginning. */
  get now(): number {
    return this.run.now;
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
    this.outside(() => throwErrorAt(this.run, place, code));
  }
  retry(place: Place): void {
    if (place.kind === 'job') {
      place.incident = null;
      // The job is made anew, so it is the youngest of its element now.
      place.order = this.run.nextOrder();
      return;
    }
    this.outside(() => {
      place.scope.places.delete(place);
      place.done({});
    });
  }
  fire(arm: Arm, values: Values = {}): void {
    this.outside(() => arm.fire(values));
  }
  /** The clock moves to when the timer is due. */
  fireWhenDue(arm: Arm): void {
    this.run.now = arm.dueAt;
    this.fire(arm);
  }
  /** Everyone who waits for it at this moment. */
  signal(name: string): void {
    this.tell(
      (arm) => arm.kind === 'signal' && arm.name === name,
      () => ({}),
    );
  }
  /** A record was created. */
  record(name: string, id: string): void {
    this.tell(
      (arm) => arm.kind === 'record' && arm.name === name,
      (arm) => ({ [recordVariableOf(arm.elementId)]: { $record: name, id } }),
    );
  }
  /** Somebody begins an activity of an ad-hoc subprocess. */
  activate(place: Place, item: AdHocItem): void {
    this.outside(() => beginItem(this.run, place.inner!, item));
  }
  setVariables(values: Values, instance = this.roots[0]!): void {
    this.outside(() => {
      this.run.write(instance.scope!, values);
      for (const arm of this.arms()) if (this.arms().includes(arm)) look(arm);
    });
  }
  cancel(): void {
    for (const root of this.roots) this.run.endInstance(root);
  }

  /** Every place where a token stands, called instances included, oldest first. */
  places(): readonly Place[] {
    return this.run.places().sort((a, b) => a.order - b.order);
  }
  arms(): readonly Arm[] {
    return armsIn(this.run);
  }

  private outside(act: Continue): void {
    act();
    this.settle();
  }

  private begin({
    isTold,
    ...begun
  }: Omit<Beginning, 'caller' | 'isCalled'> & { readonly isTold: boolean }): void {
    beginInstance(this.run, { ...begun, caller: null, isCalled: isTold }, () => undefined);
  }

  private rest(): void {
    this.run.drain((root) => settleJoins(this.run, root));
  }

  private settle(): void {
    const { run } = this;
    this.rest();
    const begin = (key: string, payload: Values, businessKey: string | null): void => {
      const told = poolsOf(this.process).find((pool) => pool.key === key)!;
      this.begin({ process: told, variables: payload, businessKey, isTold: true });
    };
    for (let next = run.thrown.shift(); next; next = run.thrown.shift()) {
      if ('thrownAt' in next) this.broadcast(next);
      else {
        deliver(
          run,
          next,
          begin,
          () => this.arms(),
          () => this.rest(),
        );
      }
    }
  }

  private broadcast(thrown: Broadcast): void {
    const hears = (arm: Arm): boolean =>
      arm.kind === 'signal' && arm.name === SHARED_SIGNAL && arm.order < thrown.thrownAt;
    for (const arm of this.arms().filter(hears)) {
      if (!this.arms().includes(arm)) continue;
      arm.fire(thrown.values);
      this.rest();
    }
  }

  private tell(hears: (arm: Arm) => boolean, valuesFor: (arm: Arm) => Values): void {
    for (const arm of this.arms().filter(hears)) {
      if (this.arms().includes(arm)) {
        arm.fire(valuesFor(arm));
        this.rest();
      }
    }
    this.settle();
  }

  // Lines and blocks

  private line(scope: Scope, line: Line, then: Continue, from = 0): void {
    const { run } = this;
    const block = line.blocks[from];
    if (block) run.move(scope, () => this.block(scope, block, () => this.line(scope, line, then, from + 1)));
    else if (line.end) run.move(scope, () => this.end(scope, line.end!));
    else then();
  }

  private block(scope: Scope, block: Block, then: Continue): void {
    const { run } = this;
    switch (block.kind) {
      case 'task':
      case 'sub':
      case 'call':
        return activity(run, scope, block, then);
      case 'adHoc':
        return adHoc(run, scope, block, then);
      case 'throw':
        return this.throwEvent(scope, block, then);
      case 'catch': {
        const { id, trigger } = block;
        run.visit(scope, id);
        const place = run.stand(scope, id, 'event', () => then());
        const gives = askedAt(block);
        const at = { scope, holder: place.arms, elementId: id, trigger, stays: false, gives };
        armTrigger(run, at, (values) => run.leave(place, mappedBy(run, scope, block, values), then));
        return lookAll(place);
      }
      case 'xor':
        return exclusive(run, scope, block, then);
      case 'and':
        return parallel(run, scope, block, then);
      case 'or':
        return inclusive(run, scope, block, then);
      case 'vote':
        return vote(run, scope, block, then);
      case 'batch':
        return batch(run, scope, block, then);
      case 'loop':
        return loop(run, scope, block, then);
      case 'choice':
        return choice(run, scope, block, then);
    }
  }

  // Throw and end events

  private throwEvent(scope: Scope, block: Extract<Block, { kind: 'throw' }>, then: Continue): void {
    const { run } = this;
    run.visit(scope, block.id);
    switch (block.event) {
      case 'link':
        return run.move(scope, () => {
          run.visit(scope, block.targetId);
          then();
        });
      case 'escalation':
        return escalate(run, scope, block.code, then, carried(run, scope, block));
      case 'several':
        return throwSeveral(run, scope, block, { then, whenTaken: nothing });
      case 'compensation':
        return compensate(run, scope, block.id, then, block.targetId);
      case 'sharedSignal':
        run.thrown.push({ thrownAt: run.nextOrder(), values: {} });
        return then();
      case 'message':
        return send(run, scope, block.id, then, this.takenAlong(scope, block));
      default:
        return then();
    }
  }

  private end(scope: Scope, end: End): void {
    const { run } = this;
    run.visit(scope, end.id);
    const reached = (): void => void scope.instance.endEvents.push(end.id);
    switch (end.kind) {
      case 'none':
      case 'signal':
        return reached();
      case 'message':
        return send(run, scope, end.id, reached, this.takenAlong(scope, end));
      case 'sharedSignal':
        run.thrown.push({ thrownAt: run.nextOrder(), values: {} });
        return reached();
      case 'terminate':
        reached();
        scope.isTerminated = true;
        return run.clear(scope);
      case 'escalation':
        reached();
        return escalate(run, scope, end.code, () => undefined, carried(run, scope, end));
      case 'several':
        return throwSeveral(run, scope, end, { whenTaken: reached, then: () => this.endWith(scope, end) });
      case 'error': {
        const catching = catcherOf(run, scope, 'error', end.code);
        if (!catching)
          return run.raise(scope, end.id, 'ENG_ERROR_NOT_CAUGHT', () => this.endAgain(scope, end));
        reached();
        return catching.fire(carried(run, scope, end));
      }
      case 'compensation':
        return compensate(run, scope, end.id, reached);
      case 'cancel':
        reached();
        return cancelTransaction(run, scope, end);
    }
  }

  /** Of several results the one that ends more than the token comes last. */
  private endWith(scope: Scope, end: End): void {
    const { run } = this;
    scope.instance.endEvents.push(end.id);
    if (!end.parts!.terminates) return;
    scope.isTerminated = true;
    run.clear(scope);
  }

  private takenAlong(scope: Scope, event: { readonly id: string; readonly data?: DataFlow | null }): Values {
    return event.data?.reads ? givenAs(event.id, givenTo(this.run, scope, event)) : {};
  }

  private endAgain(scope: Scope, end: End): void {
    scope.instance.visited[end.id]! -= 1;
    this.end(scope, end);
  }
}
