/**
 * What a suspended process holds back: a call of it, or a start of it by an event. Either is a job that names the process
 * as its handler; engine.claim_jobs leaves it alone until the process is resumed.
 */

/** The handler of jobs that the process holds back. */
export const heldBy = (processKey: string): string => `process:${processKey}`;

/** Not an error: the step is taken back and becomes a job that waits until the process is resumed. */
export class HeldBack {
  readonly processKey: string;

  constructor(processKey: string) {
    this.processKey = processKey;
  }
}
