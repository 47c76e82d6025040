/** The record that a data store stands for (BPMN 2.0.2 §10.4.1): read as it is at the moment, written as a task completes. */
import { resultOf, STORED_AT_FIRST } from '../grammar/names.ts';
import type { Task } from '../grammar/tree.ts';
import type { StoreFlow } from '../grammar/tree-parts.ts';
import { plus } from './data.ts';
import type { Run } from './run.ts';
import type { Scope, Value, Values } from './state.ts';

/** The data input, as it was when the task was entered; null where the record itself goes in. */
export function takenFrom(run: Run, stored: StoreFlow): Value {
  if (stored.reads === 'transformed') return plus(valueIn(run, stored), 10);
  return stored.reads === 'assigned' ? plus(valueIn(run, stored), 20) : null;
}

/** What a script begins with, and what is written by what gives nothing back. */
export function storedBasisOf(run: Run, scope: Scope, stored: StoreFlow, taken: Value): Value {
  switch (stored.reads) {
    case null:
      return run.read(scope, 'v1');
    case 'drawn':
    case 'copied':
      return valueIn(run, stored);
    case 'transformed':
    case 'assigned':
      return taken;
  }
}

/** What the task gave is known by then. */
export function writeStored(run: Run, scope: Scope, task: Task, taken: Value, result: Values): void {
  const { stored, type, id } = task;
  if (!stored?.writes) return;
  const name = resultOf(id);
  const given = Object.hasOwn(result, name) ? result[name]! : run.read(scope, name);
  const value = GIVES_NOTHING.has(type) ? storedBasisOf(run, scope, stored, taken) : given;
  run.stored[stored.storeId] = plus(value, stored.writes === 'transformed' ? 100 : 200);
}

const valueIn = (run: Run, { storeId }: StoreFlow): Value =>
  Object.hasOwn(run.stored, storeId) ? run.stored[storeId]! : STORED_AT_FIRST;

const GIVES_NOTHING: ReadonlySet<Task['type']> = new Set(['undefined', 'manual', 'send']);
