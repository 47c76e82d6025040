/** What a write does beside its rows for work that goes on, and what it takes for granted of others. */

/** Nobody else waits for the message, and no process begins with it. */
export interface Sole {
  readonly id: string;
  readonly name: string;
  readonly key: string;
}

export interface JobLease {
  readonly jobId: string;
  readonly owner: string;
  readonly leaseMs: number;
}
