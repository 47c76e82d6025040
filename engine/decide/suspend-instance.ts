/**
 * A whole tree comes to rest, and goes on. While it rests its jobs are kept back, people's commands are refused, and
 * what reaches it from outside (messages, signals, conditions, results of work that was under way) is put off into
 * kept-back jobs by the interpreter, so that nothing is lost. On resuming, timers keep their due time or are moved by
 * the time of rest. Taking such a move back puts the timers where they were, as if the instance had rested all along:
 * a later resumption moves them by the whole rest, and those that began in between by theirs.
 */
import { EngineRejection } from '../errors.ts';
import type { InstanceRow, JobRow } from '../execution/state.ts';
import type { Session } from '../execution/step.ts';
import { knowSubtree } from '../execution/wakers.ts';
import { activeInstance } from './assertions.ts';
import type { Json } from '../ports.ts';
import type { Decider } from './decider.ts';

/** Under these names the root's scope remembers since when it rests, and which timers its last resumption moved. */
const SUSPENDED_AT = '#suspended';
const SHIFTED = '#shifted';

/** Timers that a resumption moved: since when each had rested, and by how much it was moved. */
type Shifted = Readonly<Record<string, { readonly since: string; readonly byMs: number }>>;

/** Result: null. Suspending again changes nothing. */
export const suspendInstance: Decider<'suspendInstance'> = (session, { instanceId, takesBack = false }) => {
  const root = rootOf(session, instanceId);
  if (root.suspended) return null;
  knowSubtree(session, root.id);
  const { reason, now } = session.environment;
  session.unit.emit(root.id, { kind: 'InstanceSuspended', reason });
  const shifted = shiftedOf(session, root.id);
  if (shifted && !takesBack) remember(session, root.id, SHIFTED, null);
  remember(session, root.id, SUSPENDED_AT, now);
  for (const job of jobsIn(session, 'ready')) {
    const movedByMs = takesBack ? (shifted?.[job.id]?.byMs ?? 0) : 0;
    changeJob(session, job, { state: 'suspended', dueAt: laterBy(job.dueAt, -movedByMs) });
  }
  return null;
};

/** Result: null. */
export const resumeInstance: Decider<'resumeInstance'> = (session, { instanceId, timers }) => {
  const root = rootOf(session, instanceId);
  if (!root.suspended) return null;
  knowSubtree(session, root.id);
  const { reason, now } = session.environment;
  const since = memoOf(session, root.id, SUSPENDED_AT);
  const before = shiftedOf(session, root.id);
  const shifted: Record<string, { since: string; byMs: number }> = {};
  session.unit.emit(root.id, { kind: 'InstanceResumed', reason });
  remember(session, root.id, SUSPENDED_AT, null);
  for (const job of jobsIn(session, 'suspended')) {
    const isTimer = job.kind === 'timer' || job.kind === 'task-activation';
    if (!isTimer || timers === 'keep' || typeof since !== 'string') {
      changeJob(session, job, { state: 'ready' });
      continue;
    }
    // Of one whose former move was taken back, the rest began earlier.
    const rested = before?.[job.id]?.since ?? since;
    const byMs = Date.parse(now) - Date.parse(rested);
    shifted[job.id] = { since: rested, byMs };
    changeJob(session, job, { state: 'ready', dueAt: laterBy(job.dueAt, byMs) });
  }
  const moved = Object.keys(shifted).length > 0;
  if (moved || before) remember(session, root.id, SHIFTED, moved ? shifted : null);
  return null;
};

function memoOf({ state }: Session, scopeId: string, name: string): Json | undefined {
  return state.scopes.get(scopeId)?.memo[name];
}

function shiftedOf(session: Session, rootId: string): Shifted | null {
  return (memoOf(session, rootId, SHIFTED) as Shifted | null | undefined) ?? null;
}

function remember(session: Session, rootId: string, elementId: string, value: Json): void {
  session.unit.emit(rootId, { kind: 'ElementMemoSet', scopeId: rootId, elementId, value });
}

function laterBy(instant: string, ms: number): string {
  return new Date(Date.parse(instant) + ms).toISOString();
}

function rootOf(session: Session, instanceId: string): InstanceRow {
  const { rootId } = activeInstance(session, instanceId);
  const root = session.state.instances.get(rootId);
  if (root?.status === 'active') return root;
  throw new EngineRejection('ENG_INSTANCE_ENDED', `Expected process instance '${rootId}' to be active.`);
}

function jobsIn({ state }: Session, wanted: JobRow['state']): readonly JobRow[] {
  return [...state.jobs.values()].filter((job) => job.state === wanted && job.instanceId !== null);
}

function changeJob(session: Session, job: JobRow, change: Partial<JobRow>): void {
  const { state, dueAt, retriesLeft } = { ...job, ...change };
  session.unit.emit(job.instanceId!, { kind: 'JobChanged', jobId: job.id, state, dueAt, retriesLeft });
}
