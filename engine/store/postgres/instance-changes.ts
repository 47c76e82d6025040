/**
 * How instances have changed, for engine.write_steps: one array for each column over all writes of the batch, null where
 * nobody changes it. The outermost scope of an instance is folded into the instance row here.
 */
import { seqAfter } from '../../history/command-events.ts';
import type { InstanceRow, ScopeRow } from '../../execution/state.ts';
import type { Json, Variables } from '../../ports.ts';
import type { Write } from '../store-port.ts';
import { versionAfter } from '../write-version.ts';
import { SEPARATOR, plainArray, textArray } from './encode.ts';

/** In the order of the function's parameters. */
export function changeArrays(writes: readonly Write[]): readonly (string | null)[] {
  const changes: InstanceChange[] = [];
  for (const write of writes) for (const change of changesOf(write)) changes.push(change);
  if (changes.length === 0) return NOTHING_CHANGED;
  return [
    plainArray(changes.map(({ id }) => id)),
    column(changes, 'expected', plainArray),
    column(changes, 'version', plainArray),
    column(changes, 'nextSeq', plainArray),
    column(changes, 'definitionId', plainArray),
    column(changes, 'status', plainArray),
    column(changes, 'endedAt', plainArray),
    column(changes, 'endElementId', textArray),
    column(changes, 'live', plainArray),
    column(changes, 'suspended', plainArray),
    column(changes, 'variables', documents),
    column(changes, 'lastVariables', documents),
    column(changes, 'counts', documents),
    column(changes, 'memo', documents),
  ];
}

const NOTHING_CHANGED: readonly null[] = Array.from({ length: 14 }, () => null);

/** Null when no change has a value for it. */
function column<K extends keyof InstanceChange>(
  changes: readonly InstanceChange[],
  name: K,
  encode: (values: readonly ((InstanceChange[K] & {}) | null)[]) => string,
): string | null {
  let isEmpty = true;
  const values = changes.map((change) => {
    const value = change[name] ?? null;
    if (value !== null) isEmpty = false;
    return value;
  });
  return isEmpty ? null : encode(values);
}

/** Of documents: nothing where there is none. */
function documents(values: readonly (object | null)[]): string {
  return values.map((value) => (value === null ? '' : JSON.stringify(value))).join(SEPARATOR);
}

/** What is undefined is not sent, and stays as it is. */
interface InstanceChange {
  readonly id: string;
  /** The version that is to be there; undefined for what is no root, and goes with its root. */
  expected: number | undefined;
  version: number | undefined;
  nextSeq: number | null | undefined;
  definitionId: string | undefined;
  status: InstanceRow['status'] | undefined;
  endedAt: string | null | undefined;
  endElementId: string | null | undefined;
  suspended: boolean | undefined;
  variables: Variables | undefined;
  live: number | undefined;
  counts: ScopeRow['counts'] | undefined;
  memo: Variables | undefined;
  /** Set by the step that ended the instance; its scope is gone, its row keeps the variables for readers. */
  lastVariables: Variables | undefined;
}

/** All names at once: such an object costs a fraction of one that grows. */
function unchanged(id: string): InstanceChange {
  return {
    id,
    expected: undefined,
    version: undefined,
    nextSeq: undefined,
    definitionId: undefined,
    status: undefined,
    endedAt: undefined,
    endElementId: undefined,
    suspended: undefined,
    variables: undefined,
    live: undefined,
    counts: undefined,
    memo: undefined,
    lastVariables: undefined,
  };
}

function changesOf(write: Write): Iterable<InstanceChange> {
  const { rootId, expectedVersion, updated } = write;
  const changes = new Map<string, InstanceChange>();
  const change = (id: string): InstanceChange => {
    const known = changes.get(id);
    if (known) return known;
    const made = unchanged(id);
    changes.set(id, made);
    return made;
  };
  if (expectedVersion !== null) {
    const root = change(rootId);
    root.expected = expectedVersion;
    root.version = versionAfter(write);
    root.nextSeq = seqAfter(write.history);
  }
  for (const { id, definitionId, status, endedAt, endElementId, suspended } of updated.instances) {
    const one = change(id);
    one.definitionId = definitionId;
    one.status = status;
    one.endedAt = endedAt;
    one.endElementId = endElementId;
    one.suspended = suspended;
    if (status === 'active') continue;
    one.live = 0;
    one.counts = {};
    one.lastVariables = variablesSetIn(write, id) ?? undefined;
  }
  for (const scope of updated.scopes) {
    if (scope.id !== scope.instanceId) continue;
    const one = change(scope.id);
    one.variables = scope.variables;
    one.live = scope.live;
    one.counts = scope.counts;
    if (hasMemo(scope) || forgets(write, scope.id)) one.memo = scope.memo;
  }
  return changes.values();
}

/** Most scopes remember nothing; then the column is left alone. */
export function hasMemo({ memo }: ScopeRow): boolean {
  for (const _elementId in memo) return true;
  return false;
}

function forgets(write: Write, scopeId: string): boolean {
  return write.history.some(({ bodies }) =>
    bodies.some((event) => event.kind === 'ElementMemoSet' && event.scopeId === scopeId),
  );
}

/** What the write's own events set in the outermost scope of an instance that has no scope any more. */
export function variablesSetIn(write: Write, instanceId: string): Variables | null {
  const variables: Record<string, Json> = {};
  let isSet = false;
  for (const { rootId, bodies } of write.history) {
    for (const event of bodies) {
      if (event.kind !== 'InstanceStarted' && event.kind !== 'VariablesSet') continue;
      if ((event.instanceId ?? rootId) !== instanceId) continue;
      if (event.kind === 'VariablesSet' && event.scopeId !== instanceId) continue;
      Object.assign(variables, event.kind === 'InstanceStarted' ? event.variables : event.values);
      isSet = true;
    }
  }
  return isSet ? variables : null;
}
