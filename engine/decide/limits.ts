/** What stops a process that does not stop by itself; each warns when four fifths are used up. */
export interface Limits {
  /** Steps without a wait state after which an incident stops a loop (decisions.md 10). */
  readonly stepsMax: number;
  /** After so many steps the rest of the work may go into `continue` jobs, when `mayYield` agrees. */
  readonly stepsBetweenYields: number;
  /** Iterations of a multi-instance activity that begin in one step; the others go on in `continue` jobs. */
  readonly itemsPerStep: number;
  readonly callDepthMax: number;
  readonly variableBytesMax: number;
  /** What an incident keeps of what went into its step. */
  readonly incidentBytesMax: number;
  /** Events in the history of one tree after which it is stopped. */
  readonly eventsMax: number;
}

/** A limit that is used up by four fifths. */
export interface LimitNear {
  readonly limit: keyof Limits;
  readonly max: number;
  readonly elementId: string | null;
  /** Of the variable. */
  readonly name: string | null;
}

export const DEFAULT_LIMITS: Limits = {
  stepsMax: 10_000,
  stepsBetweenYields: 100,
  itemsPerStep: 100,
  callDepthMax: 50,
  variableBytesMax: 2 * 1024 * 1024,
  incidentBytesMax: 16 * 1024,
  eventsMax: 5_000_000,
};
