/**
 * Encodes decided commands for engine.write_steps: one JSON list per table over all writes of the batch, null where
 * there is nothing to do, so that the common step touches few statements; what is of one type goes as an array. The
 * outermost scope of an instance is folded into the instance row here.
 */
import type { CommandEvents } from '../../history/command-events.ts';
import { seqAfter } from '../../history/command-events.ts';
import type { EventBody, EventKind } from '../../history/events.ts';
import type { JobRow, ScopeRow } from '../../execution/state.ts';
import type { Actor } from '../../ports.ts';
import type { IdempotencyRow, Write } from '../store-port.ts';
import type { JobLease } from '../write-assumptions.ts';
import { versionAfter } from '../write-version.ts';
import type { Statement } from './connection.ts';
import { SEPARATOR, integerArray, jsonOrNull, plainArray, textArray, uuidArray } from './encode.ts';
import { changeArrays, hasMemo, variablesSetIn } from './instance-changes.ts';

export const WRITE_STEPS: Statement = {
  name: 'write-steps',
  text: `select engine.write_steps($1::uuid[], $2::integer[], $3::json, $4::integer[], $5::uuid[], $6::integer[],
    $7::json, $8::json, $9::json, $10::json, $11::json, $12::uuid[], $13::uuid[], $14::uuid[],
    $15::uuid[], $16::integer[], $17::timestamptz[], $18::uuid[], $19::uuid[], $20::text[], $21::text[],
    $22::boolean[], $23::boolean[], $24, $25::json, $26::uuid[], $27, $28,
    $29::uuid[], $30::integer[], $31::integer[], $32::integer[], $33::uuid[], $34::text[], $35::timestamptz[],
    $36::text[], $37::integer[], $38::boolean[], $39, $40, $41, $42) as outcomes`,
};

export type StepWord = 'ready' | 'conflict' | 'fenced' | 'replayed' | 'outdated' | 'contested';

export function writeParameters(writes: readonly Write[], strict: boolean): unknown[] {
  const keys: object[] = [];
  const fences: NumberedFence[] = [];
  const newInstances: object[] = [];
  const newTokens: object[] = [];
  const newTasks: object[] = [];
  const tasks: object[] = [];
  const gone = { tokens: [] as string[], jobs: [] as string[], subscriptions: [] as string[] };
  const history: CommandEvents[] = [];
  const outbox: object[] = [];
  const latest = new Set<string>();
  for (const [index, write] of writes.entries()) {
    const n = index + 1;
    for (const key of idempotenciesOf(write)) keys.push({ n, ...key });
    if (strict && write.expectedVersion === null) keys.push({ n, ...startKeyOf(write) });
    for (const { jobId, leaseNo } of fencesOf(write)) fences.push({ n, jobId, leaseNo });
    pushAll(newInstances, newInstancesOf(write));
    pushAll(newTokens, write.inserted.tokens);
    pushAll(newTasks, write.inserted.userTasks);
    pushAll(tasks, write.updated.userTasks);
    pushAll(gone.tokens, write.deleted.tokens);
    pushAll(gone.jobs, write.deleted.jobs);
    pushAll(gone.subscriptions, write.deleted.subscriptions);
    pushAll(history, write.history);
    pushAll(outbox, write.outbox);
    for (const id of write.assumesLatest ?? []) latest.add(id);
  }
  const changed = changeArrays(writes);
  const unfenced = withoutFenced(gone.jobs, fences);
  const isAtOnce =
    writes.length > 1 && keys.length === 0 && changed[0] !== null && unfenced !== null && !strict;
  return [
    uuidArray(writes.map((write) => write.rootId)),
    integerArray(writes.map((write) => write.expectedVersion)),
    jsonOrNull(keys),
    ...fenceArrays(fences),
    jsonOrNull(newInstances),
    jsonOrNull(newTokens),
    jsonOrNull(newTasks),
    jsonOrNull(tasks),
    moreTables(writes),
    uuidsOrNull(gone.tokens),
    uuidsOrNull(isAtOnce ? unfenced : gone.jobs),
    uuidsOrNull(gone.subscriptions),
    ...historyArrays(history),
    jsonOrNull(outbox),
    uuidsOrNull([...latest]),
    strict,
    isAtOnce,
    ...changed,
  ];
}

/** The jobs that go without having been fenced; null when one of those that were fenced stays. */
function withoutFenced(gone: readonly string[], fences: readonly NumberedFence[]): readonly string[] | null {
  if (fences.length === 0) return gone;
  const fenced = new Set(fences.map(({ jobId }) => jobId));
  const unfenced = gone.filter((id) => !fenced.has(id));
  return unfenced.length + fenced.size === gone.length ? unfenced : null;
}

function pushAll<T>(to: T[], rows: readonly T[]): void {
  for (const row of rows) to.push(row);
}

function uuidsOrNull(ids: readonly string[]): string | null {
  return ids.length > 0 ? uuidArray(ids) : null;
}

interface NumberedFence {
  readonly n: number;
  readonly jobId: string;
  readonly leaseNo: number;
}

function fenceArrays(fences: readonly NumberedFence[]): (string | null)[] {
  if (fences.length === 0) return [null, null, null];
  return [
    integerArray(fences.map(({ n }) => n)),
    uuidArray(fences.map(({ jobId }) => jobId)),
    integerArray(fences.map(({ leaseNo }) => leaseNo)),
  ];
}

/**
 * From so many events on a command's are kept as the text that they came as, and so are those that the engine did by
 * itself: taking them apart costs more than the rest of the row, or of the step, and engine.history_event shows both alike.
 */
const TEXT_FROM = 200;

/** What people did stays where the operation log finds it (the index history_command_intervention). */
const INTERVENTIONS: ReadonlySet<EventKind> = new Set<EventKind>([
  'InstanceSuspended',
  'InstanceResumed',
  'InstanceMigrated',
  'JobChanged',
  'IncidentResolved',
  'UserTaskAssigned',
  'UserTaskChanged',
]);

/** Ending an instance and setting variables is done by the engine as well; by hand only in these forms. */
function isByHand(body: EventBody): boolean {
  if (body.kind === 'InstanceEnded') return body.status === 'cancelled';
  return body.kind === 'VariablesSet' ? body.elementId === null : INTERVENTIONS.has(body.kind);
}

const PEOPLE: ReadonlySet<Actor['kind']> = new Set<Actor['kind']>(['user', 'api_key']);

function isIntervention({ actor, bodies }: CommandEvents): boolean {
  return PEOPLE.has(actor.kind) && bodies.some(isByHand);
}

function isText({ actor, bodies }: CommandEvents): boolean {
  if (bodies.length < TEXT_FROM && actor.kind !== 'system') return false;
  return !bodies.some(isByHand);
}

function historyArrays(commands: readonly CommandEvents[]): string[] {
  return [
    uuidArray(commands.map(({ rootId }) => rootId)),
    integerArray(commands.map(({ seq }) => seq)),
    plainArray(commands.map(({ at }) => at)),
    uuidArray(commands.map(({ definitionId }) => definitionId)),
    uuidArray(commands.map(({ commandId }) => commandId)),
    plainArray(commands.map(({ actor }) => actor.kind)),
    textArray(commands.map(({ actor }) => actor.id)),
    plainArray(commands.map((command) => isText(command))),
    plainArray(commands.map((command) => isIntervention(command))),
    commands.map(({ bodies }) => JSON.stringify(bodies)).join(SEPARATOR),
  ];
}

/** Of a start with effects, whose lost reply is settled by it (step-transaction.ts). */
export function startKeyOf({ rootId }: Write): IdempotencyRow {
  return { key: `start ${rootId}`, fingerprint: 'start', response: null };
}

export function idempotenciesOf(write: Write): readonly object[] {
  const folded = write.folded?.flatMap((part) => (part.idempotency ? [part.idempotency] : [])) ?? [];
  return write.idempotency ? [write.idempotency, ...folded] : folded;
}

function fencesOf(write: Write): readonly { readonly jobId: string; readonly leaseNo: number }[] {
  const folded = write.folded?.flatMap((part) => (part.fence ? [part.fence] : [])) ?? [];
  return write.fence ? [write.fence, ...folded] : folded;
}

function nextSeqOf(write: Write): number | null {
  return seqAfter(write.history);
}

function foldedScopes(scopes: readonly ScopeRow[]): Map<string, ScopeRow> {
  const folded = new Map<string, ScopeRow>();
  for (const scope of scopes) if (scope.id === scope.instanceId) folded.set(scope.id, scope);
  return folded;
}

function ownScopes(scopes: readonly ScopeRow[]): readonly ScopeRow[] {
  return scopes.length === 0 ? scopes : scopes.filter((scope) => scope.id !== scope.instanceId);
}

function newInstancesOf(write: Write): object[] {
  const scopes = foldedScopes(write.inserted.scopes);
  return write.inserted.instances.map((instance) => {
    const scope = scopes.get(instance.id);
    const isRoot = instance.id === write.rootId;
    return {
      ...instance,
      variables: scope?.variables ?? variablesSetIn(write, instance.id) ?? {},
      live: scope?.live ?? 0,
      counts: scope?.counts ?? {},
      ...(scope && hasMemo(scope) ? { memo: scope.memo } : {}),
      version: isRoot ? versionAfter(write) : null,
      nextSeq: isRoot ? (nextSeqOf(write) ?? 1) : null,
    };
  });
}

/** Scopes with a row of their own; the outermost scope of an ended instance goes with its status. */
function goneScopesOf(write: Write): readonly string[] {
  if (write.deleted.scopes.length === 0) return write.deleted.scopes;
  const instances = new Set(write.updated.instances.map((instance) => instance.id));
  return write.deleted.scopes.filter((id) => !instances.has(id));
}

function leasedBy(job: JobRow, leases: readonly JobLease[]): object {
  const lease = leases.find(({ jobId }) => jobId === job.id);
  return lease ? { ...job, leaseOwner: lease.owner, leaseMs: lease.leaseMs } : job;
}

function moreTables(writes: readonly Write[]): string | null {
  const more: Record<string, unknown[]> = {};
  const add = (name: string, rows: readonly unknown[]): void => {
    if (rows.length > 0) pushAll((more[name] ??= []), rows);
  };
  for (const write of writes) {
    const { inserted, updated, deleted } = write;
    add('soles', write.soles ?? []);
    add('tokens', updated.tokens);
    add('newScopes', ownScopes(inserted.scopes));
    add('scopes', ownScopes(updated.scopes));
    add('goneScopes', goneScopesOf(write));
    add('newJobs', write.leases ? inserted.jobs.map((job) => leasedBy(job, write.leases!)) : inserted.jobs);
    add('jobs', updated.jobs);
    add('newSubscriptions', inserted.subscriptions);
    add('subscriptions', updated.subscriptions);
    add('newIncidents', inserted.incidents);
    add('incidents', updated.incidents);
    add('goneIncidents', deleted.incidents);
    add(
      'newLoops',
      inserted.loops.map(({ scopeId, rootId, page, items }) => ({
        id: scopeId,
        rootId,
        items: { page, items },
      })),
    );
    add('newLoopResults', inserted.loopResults);
    add('recordLinks', inserted.recordLinks);
    add('recordLinks', updated.recordLinks);
  }
  return Object.keys(more).length > 0 ? JSON.stringify(more) : null;
}
