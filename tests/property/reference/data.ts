/** Data objects and what moves between them and activities (BPMN 2.0.2 §10.4). */
import { carriedBy, dataOf, givenBy, resultOf } from '../grammar/names.ts';
import type { Task } from '../grammar/tree.ts';
import type { DataFlow, DataObject, Moved } from '../grammar/tree-parts.ts';
import type { Run } from './run.ts';
import type { Scope, Value, Values } from './state.ts';

/** Those of a subprocess are its own from the beginning, those of a process as soon as they have a value. */
export function openData(run: Run, scope: Scope, objects: readonly DataObject[]): void {
  for (const { id, initial } of objects) {
    const name = dataOf(id);
    const isOwn = initial !== null || scope.parent !== null;
    if (!isOwn || Object.hasOwn(scope.variables, name)) continue;
    scope.variables[name] = initial === null ? null : plus(run.read(scope, 'v1'), initial);
  }
}

/** The data input, as it was when the activity was entered; null where it has none. */
export function givenTo(run: Run, scope: Scope, { data }: { readonly data?: DataFlow | null }): Value {
  if (!data?.reads) return null;
  const { objectId, how } = data.reads;
  const value = run.read(scope, dataOf(objectId));
  if (how === 'copied') return value;
  if (how === 'transformed') return plus(value, 10);
  return how === 'assigned' ? plus(value, 20) : { a: plus(value, 20) };
}

/** A task, or an event that a message comes to. */
type Giving = Pick<Task, 'id' | 'type' | 'data'>;

interface Catching {
  readonly id: string;
  readonly isMapped?: boolean | undefined;
  readonly data?: DataFlow | null | undefined;
}

/** What its result becomes: with a data output only that, otherwise everything. */
export function outcomeOf(run: Run, scope: Scope, task: Giving, given: Value, result: Values): Values {
  const { data, id } = task;
  if (!data?.writes) return result;
  const base = result[resultOf(id)] ?? null;
  const value = GIVING.has(task.type) ? base : basisOf(run, scope, task, given);
  return { [dataOf(data.writes.objectId)]: written(run, scope, data.writes, value) };
}

/** What a script, or a transformation where nothing is given back, begins with. */
export function basisOf(run: Run, scope: Scope, { data }: Giving, given: Value): Value {
  return data?.reads ? given : run.read(scope, 'v1');
}

/** What gives back a value of its own. */
const GIVING: ReadonlySet<Task['type']> = new Set(['user', 'job', 'receive', 'script', 'rule', 'action']);

function written(run: Run, scope: Scope, { objectId, how }: Moved, value: Value): Value {
  if (how === 'copied') return value;
  if (how === 'transformed') return plus(value, 100);
  if (how === 'assigned') return plus(value, 200);
  const before = run.read(scope, dataOf(objectId));
  return { ...(isContext(before) ? before : {}), a: plus(value, 300) };
}

/** Of what is no number there is no sum. */
export function plus(value: Value, more: number): Value {
  return typeof value === 'number' ? value + more : null;
}

function isContext(value: Value): value is Readonly<Record<string, Value>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What an event brings is all that it gives, or one output over it, or what goes into a data object. */
export function mappedBy(run: Run, scope: Scope, event: Catching, values: Values): Values {
  const { id, data = null } = event;
  if (data?.writes) return outcomeOf(run, scope, { id, type: 'receive', data }, null, values);
  if (!event.isMapped) return values;
  const v1 = Object.hasOwn(values, 'v1') ? values.v1! : run.read(scope, 'v1');
  return { [givenBy(event.id)]: plus(v1, 1) };
}

/** Which value whoever sends its message is asked for; null: none. */
export const askedAt = ({ id, data }: Catching): string | null => (data?.writes ? resultOf(id) : null);

/** What an error or escalation takes along. */
export function carried(
  run: Run,
  scope: Scope,
  { id, isMapped }: { readonly id: string; readonly isMapped?: boolean | undefined },
): Values {
  return isMapped ? { [carriedBy(id)]: plus(run.read(scope, 'v1'), 1) } : {};
}
