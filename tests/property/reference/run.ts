/**
 * The ground that the reference walks on: scopes that open, end and are emptied, tokens that stand and move, variables.
 * Everything that moves is a closure on one agenda, first in, first out.
 */
import { variableName } from '../grammar/names.ts';
import type { Line, Partners } from '../grammar/tree.ts';
import type { Condition } from '../grammar/tree-parts.ts';
import type { Arm, Broadcast, Continue, Delivery, Instance, Place, Scope, Value, Values } from './state.ts';

/** Does the blocks of a line from the given one on, then what follows the line. */
export type Walk = (scope: Scope, line: Line, then: Continue) => void;

/** Two pools wake each other again and again: no path through such a file ends, on the engine neither. */
export class EndlessFile extends Error {}

export class Run {
  /** Minutes since the beginning. */
  now = 0;
  /** The instances that nobody called, in the order of their beginning. */
  readonly roots: Instance[] = [];
  readonly partners: Partners | null;
  /** Messages and shared signals, each waiting for its turn: they arrive in the order in which they were thrown. */
  readonly thrown: (Delivery | Broadcast)[] = [];
  readonly delivered = { heard: 0, lost: 0 };
  /** What the records of data stores hold, as soon as somebody has written there. */
  readonly stored: Record<string, Value> = {};
  readonly walk: Walk;
  private readonly agenda: { readonly scope: Scope; readonly run: Continue }[] = [];
  private order = 0;

  constructor(walk: Walk, partners: Partners | null) {
    this.walk = walk;
    this.partners = partners;
  }

  nextOrder(): number {
    this.order += 1;
    return this.order;
  }

  move(scope: Scope, run: Continue): void {
    scope.moving += 1;
    this.agenda.push({ scope, run });
  }

  /** Until nothing moves; `settle` may set something moving again. */
  drain(settle: (root: Scope) => boolean): void {
    do {
      for (let next = this.agenda.shift(); next; next = this.agenda.shift()) {
        if (!next.scope.isAlive) continue;
        next.scope.moving -= 1;
        next.run();
        this.endIfEmpty(next.scope);
      }
    } while (this.roots.some(({ scope }) => scope !== null && settle(scope)));
  }

  visit(scope: Scope, id: string): void {
    const { visited } = scope.instance;
    visited[id] = (visited[id] ?? 0) + 1;
  }

  // Scopes

  open(instance: Instance, parent: Scope | null, variables: Values, whenEmpty: Continue): Scope {
    return {
      instance,
      parent,
      places: new Set(),
      joins: new Map(),
      handlers: new Set(),
      undoables: [],
      variables: { ...variables },
      moving: 0,
      opener: null,
      isIteration: false,
      isEventSub: false,
      undoes: null,
      adHoc: null,
      isTerminated: false,
      isAlive: true,
      whenEmpty,
    };
  }

  endIfEmpty(scope: Scope): void {
    if (!scope.isAlive || scope.moving > 0 || scope.places.size > 0) return;
    if (scope.adHoc?.isOver === false) return;
    const joins = [...scope.joins.values()];
    if (joins.some((join) => join.taken !== null || join.arrived.some((count) => count > 0))) return;
    this.kill(scope);
    scope.whenEmpty();
  }

  endInstance(instance: Instance): void {
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

  takeAway(place: Place): void {
    place.scope.places.delete(place);
    place.arms.clear();
    if (!place.inner) return;
    if (place.inner.instance === place.scope.instance) this.kill(place.inner);
    else this.endInstance(place.inner.instance);
  }

  /** Takes away every token of the scope, those on their way too; its joins begin anew. */
  clear(scope: Scope): void {
    for (const place of [...scope.places]) this.takeAway(place);
    scope.joins.clear();
    const left = this.agenda.filter((one) => one.scope !== scope);
    scope.moving -= this.agenda.length - left.length;
    this.agenda.splice(0, this.agenda.length, ...left);
  }

  // Standing

  stand(scope: Scope, elementId: string, kind: Place['kind'], done: Place['done'] = nothing): Place {
    const order = this.nextOrder();
    const arms = new Set<Arm>();
    const place: Place = {
      scope,
      elementId,
      kind,
      arms,
      incident: null,
      inner: null,
      gives: null,
      done,
      order,
    };
    scope.places.add(place);
    return place;
  }

  /** The token goes on; what it brings is written first. */
  leave(place: Place, values: Values, then: Continue): void {
    const { scope } = place;
    scope.places.delete(place);
    place.arms.clear();
    this.write(scope, values);
    this.move(scope, then);
  }

  raise(scope: Scope, elementId: string, code: string, again: Continue): void {
    const place = this.stand(scope, elementId, 'incident', again);
    place.incident = code;
  }

  /** Every place where a token stands, called instances included. */
  places(): Place[] {
    return this.roots.flatMap(({ scope }) => this.placesIn(scope));
  }

  private placesIn(scope: Scope | null): Place[] {
    if (!scope?.isAlive) return [];
    return [...scope.places].flatMap((place) => [place, ...this.placesIn(place.inner)]);
  }

  hostOf(scope: Scope): Place | null {
    return this.places().find((place) => place.inner === scope) ?? null;
  }

  // Variables

  read(scope: Scope, name: string): Value {
    for (let at: Scope | null = scope; at; at = at.parent) {
      if (Object.hasOwn(at.variables, name)) return at.variables[name]!;
    }
    return null;
  }

  visible(scope: Scope): Record<string, Value> {
    return { ...(scope.parent ? this.visible(scope.parent) : {}), ...scope.variables };
  }

  write(scope: Scope, values: Values): void {
    for (const [name, value] of Object.entries(values)) {
      let home = scope;
      while (home.parent && !Object.hasOwn(home.variables, name)) home = home.parent;
      home.variables[name] = value;
    }
  }

  holds(scope: Scope, { variable, least }: Condition): boolean {
    const value = this.read(scope, variableName(variable));
    return typeof value === 'number' && value >= least;
  }
}

export const nothing = (): void => undefined;
