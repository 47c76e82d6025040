/** A message that a step threw; it travels as a `continue` job and is delivered before that job fires. */
import type { JobRow } from '../execution/state.ts';
import type { Variables } from '../ports.ts';

export interface ThrownMessage {
  readonly name: string;
  readonly correlationKey: string | null;
  readonly variables: Variables;
  /** ISO 8601 duration; left out: nobody waits, nobody gets it. */
  readonly timeToLive?: string;
}

/**
 * The message that must be correlated (idempotency key: the job's effect key) before `fireJob`; null for other
 * jobs. When nobody waits for it the message is lost, as BPMN has no buffer, and the job fires all the same.
 */
export function messageOf(job: JobRow): ThrownMessage | null {
  const { message } = job.payload as { message?: ThrownMessage };
  return job.kind === 'continue' && message ? message : null;
}
