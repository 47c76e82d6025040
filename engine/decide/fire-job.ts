/** A due job of the engine itself: a timer, a planned task that becomes workable, work that was put off. */
import { caughtUp } from '../expressions/catch-up.ts';
import type { TimerPayload } from '../expressions/timer.ts';
import { workFromJson, type Trigger } from '../execution/work.ts';
import type { JobRow } from '../execution/state.ts';
import type { Session } from '../execution/step.ts';
import type { Decider } from './decider.ts';
import { messageOf } from './message-of.ts';
import { silenceOf, silenceTrigger } from './silence.ts';

/** Nothing happens when the job is gone. Whether it is due was decided by the store, with the database's clock. */
export const fireJob: Decider<'fireJob'> = (session, { jobId }) => {
  const job = session.state.jobs.get(jobId);
  // A lease may have been taken a moment before the instance came to rest.
  if (!job || job.instanceId === null || job.state !== 'ready') return null;
  session.unit.emit(job.instanceId, { kind: 'JobFinished', jobId });
  session.fired.job = job;
  if (job.kind === 'task-activation') activateTask(session, job);
  else if (job.kind === 'timer') fireTimer(session, job);
  else if (messageOf(job)) trigger(session, job, { kind: 'delivered' });
  else continueWork(session, job);
  return null;
};

function activateTask(session: Session, job: JobRow): void {
  const taskId = job.payload.taskId as string;
  const task = session.state.userTasks.get(taskId);
  if (task?.state === 'planned') session.unit.emit(task.instanceId, { kind: 'UserTaskActivated', taskId });
}

function fireTimer(session: Session, job: JobRow): void {
  const silence = silenceOf(job);
  const what = silence ? silenceTrigger(session, job, silence) : cycleTrigger(session, job);
  if (what) trigger(session, job, what);
}

/** Null when the firing was missed and is left out: the timer then waits for the next one. */
function cycleTrigger(session: Session, job: JobRow): Trigger | null {
  const { environment, unit } = session;
  const { at, fires } = caughtUp(job.payload as TimerPayload, job.dueAt, environment.now);
  if (fires) return { kind: 'timer', ...at };
  const next = { ...job, id: environment.ids.next(), dueAt: at.dueAt, payload: at.payload, attempt: 0 };
  unit.emit(job.instanceId!, { kind: 'JobCreated', job: next });
  return null;
}

function trigger(session: Session, job: JobRow, what: Trigger): void {
  const { scopeId, elementId, tokenId } = job;
  if (scopeId === null || elementId === null) return;
  session.agenda.push({ kind: 'trigger', scopeId, elementId, tokenId, trigger: what });
}

function continueWork(session: Session, job: JobRow): void {
  session.counter.steps = Number(job.payload.steps ?? 0);
  session.agenda.push(workFromJson(job.payload.work ?? null));
}
