/** What can be seen of the reference's state, in the words of the test engine's snapshot. */
import type { Arm, Instance, Place, Scope } from './state.ts';

/** One instance, everything sorted, so that two views are equal exactly when their texts are. */
export interface View {
  readonly ended: boolean;
  readonly endEvents: readonly string[];
  readonly tasks: readonly string[];
  readonly waiting: readonly string[];
  readonly parked: readonly string[];
  /** `element @ minutes since the beginning`. */
  readonly timers: readonly string[];
  readonly subscriptions: Readonly<Record<'message' | 'signal' | 'conditional', number>>;
  readonly incidents: readonly string[];
  readonly variables: Readonly<Record<string, unknown>>;
  readonly visited: Readonly<Record<string, number>>;
  readonly children: readonly View[];
  /** Of the first instance of a path: what the records of data stores hold. */
  readonly stored?: Readonly<Record<string, unknown>>;
}

export function viewOf(instance: Instance): View {
  const scopes = instance.ended ? [] : scopesOf(instance.scope!);
  const places = scopes.flatMap((scope) => [...scope.places]);
  const arms = [
    ...scopes.flatMap((scope) => [...scope.handlers]),
    ...places
      .filter((place) => place.incident === null || place.kind === 'job')
      .flatMap((place) => [...place.arms]),
  ];
  const count = (kind: Arm['kind']): number => arms.filter((arm) => arm.kind === kind).length;
  return {
    ended: instance.ended,
    endEvents: [...instance.endEvents].sort(),
    tasks: elementsOf(places.filter((place) => place.kind === 'task')),
    waiting: elementsOf(places.filter((place) => place.kind !== 'task' && place.kind !== 'inner')),
    parked: scopes
      .flatMap((scope) => [...scope.joins.values()])
      .flatMap((join) => join.arrived.flatMap((tokens) => Array.from({ length: tokens }, () => join.id)))
      .sort(),
    timers: arms
      .filter((arm) => arm.kind === 'timer')
      .map((arm) => `${arm.elementId} @ ${arm.dueAt}`)
      .sort(),
    subscriptions: {
      message: count('message'),
      signal: count('signal'),
      conditional: count('conditional'),
    },
    incidents: [
      ...places.flatMap((place) => (place.incident ? [`${place.elementId} ${place.incident}`] : [])),
      ...scopes.flatMap(stuckJoins),
    ].sort(),
    variables: sorted(instance.ended ? instance.variables : instance.scope!.variables),
    visited: sorted(instance.visited),
    children: byText(instance.children.map(viewOf)),
  };
}

/**
 * Where tokens wait at joins, nothing else stands and nothing is armed, nothing comes any more. Nobody is left who could
 * throw what an event subprocess for errors or escalations catches.
 */
function stuckJoins({ places, handlers, joins }: Scope): readonly string[] {
  const isArmed = [...handlers].some(({ kind }) => kind !== 'error' && kind !== 'escalation');
  if (places.size > 0 || isArmed) return [];
  const filled = [...joins.values()].filter(({ arrived }) => arrived.some((tokens) => tokens > 0));
  return filled.map(({ id }) => `${id} ENG_JOIN_STUCK`);
}

/** The scopes of one instance; those of called instances are theirs. */
function scopesOf(scope: Scope): readonly Scope[] {
  const inner = [...scope.places].flatMap(({ inner }) =>
    inner && inner.instance === scope.instance && inner.isAlive ? scopesOf(inner) : [],
  );
  return [scope, ...inner];
}

function elementsOf(places: readonly Place[]): readonly string[] {
  return places.map((place) => place.elementId).sort();
}

/** By name; a database gives the names inside a value in an order of its own. */
export function sorted<T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  const entries = Object.entries(record).map(([name, value]) => [
    name,
    isObject(value) ? sorted(value) : value,
  ]);
  return Object.fromEntries(entries.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))) as typeof record;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Instances called in one step have no order that everybody agrees about. */
export function byText(views: readonly View[]): readonly View[] {
  return [...views].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
