/**
 * A whole tree comes to rest, and goes on. While it rests its jobs are kept back, people's commands are refused, and
 * what reaches it from outside (messages, signals, conditions, results of work that was under way) is put off into
 * kept-back jobs by the interpreter, so that nothing is lost. On resuming, timers keep their due time or are moved by
 * the time of rest.
 */
import { EngineRejection } from '../errors.ts';
import type { InstanceRow, JobRow } from '../execution/state.ts';
import type { Session } from '../execution/step.ts';
import { knowSubtree } from '../execution/wakers.ts';
import { activeInstance } from './assertions.ts';
import type { Decider } from './decider.ts';

/** Under this name the root's scope remembers since when it rests. */
const SUSPENDED_AT = '#suspended';

/** Result: null. Suspending again changes nothing. */
export const suspendInstance: Decider<'suspendInstance'> = (session, { instanceId }) => {
  const root = rootOf(session, instanceId);
  if (root.suspended) return null;
  knowSubtree(session, root.id);
  const { reason, now } = session.environment;
  session.unit.emit(root.id, { kind: 'InstanceSuspended', reason });
  session.unit.emit(root.id, {
    kind: 'ElementMemoSet',
    ...{ scopeId: root.id, elementId: SUSPENDED_AT, value: now },
  });
  for (const job of jobsIn(session, 'ready')) changeJob(session, job, { state: 'suspended' });
  return null;
};

/** Result: null. */
export const resumeInstance: Decider<'resumeInstance'> = (session, { instanceId, timers }) => {
  const root = rootOf(session, instanceId);
  if (!root.suspended) return null;
  knowSubtree(session, root.id);
  const { reason, now } = session.environment;
  const since = session.state.scopes.get(root.id)?.memo[SUSPENDED_AT];
  const rest = typeof since === 'string' && timers === 'shift' ? Date.parse(now) - Date.parse(since) : 0;
  session.unit.emit(root.id, { kind: 'InstanceResumed', reason });
  session.unit.emit(root.id, {
    kind: 'ElementMemoSet',
    ...{ scopeId: root.id, elementId: SUSPENDED_AT, value: null },
  });
  for (const job of jobsIn(session, 'suspended')) {
    const isTimer = job.kind === 'timer' || job.kind === 'task-activation';
    const dueAt = isTimer ? new Date(Date.parse(job.dueAt) + rest).toISOString() : job.dueAt;
    changeJob(session, job, { state: 'ready', dueAt });
  }
  return null;
};

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
