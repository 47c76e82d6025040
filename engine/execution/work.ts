/**
 * One unit of the agenda: a token in motion, or the waking of one that waits. Plain JSON, because work that
 * failed or was put off is kept in an incident or a `continue` job and performed again later.
 */
import type { HandlerResult, Json, Variables } from '../ports.ts';

export type Work =
  /** A token arrives at an element over a flow (null at a start event). */
  | {
      readonly kind: 'enter';
      readonly scopeId: string;
      readonly elementId: string;
      readonly flowId: string | null;
      /** The token that holds its place while it was put off; null for a token in motion. */
      readonly tokenId: string | null;
    }
  /**
   * What the waiting token waits for has happened, or one of its boundary events (then `elementId` is that). Without a
   * token: the start event of an event subprocess, whose wakers belong to the scope around it.
   */
  | {
      readonly kind: 'trigger';
      readonly scopeId: string;
      readonly elementId: string;
      readonly tokenId: string | null;
      readonly trigger: Trigger;
    }
  /** The element is done; its outputs are mapped and its flows taken. */
  | {
      readonly kind: 'complete';
      readonly scopeId: string;
      readonly elementId: string;
      readonly tokenId: string | null;
      readonly completion: Completion;
      /** The step ended after the activity; this is the job that goes on. */
      readonly continued?: true;
    };

export type Trigger =
  | { readonly kind: 'timer'; readonly dueAt: string; readonly payload: Variables }
  | { readonly kind: 'message'; readonly variables: Variables; readonly subscriptionId?: string }
  | { readonly kind: 'signal'; readonly variables: Variables; readonly subscriptionId?: string }
  | { readonly kind: 'conditional'; readonly subscriptionId?: string }
  /** A record event; `variables` holds the record and what changed. */
  | { readonly kind: 'record'; readonly variables: Variables; readonly subscriptionId?: string }
  /** Thrown inside, caught here. */
  | { readonly kind: 'error'; readonly code: string; readonly message: string; readonly variables: Variables }
  | { readonly kind: 'escalation'; readonly code: string | null; readonly variables: Variables }
  | { readonly kind: 'cancel' }
  /** The scope around an event subprocess has opened: its start event begins to wait. */
  | { readonly kind: 'scopeOpened' }
  /** One iteration of the activity's body has ended. */
  | {
      readonly kind: 'iteration';
      readonly index: number;
      readonly variables: Variables;
      readonly outcome: string | null;
    }
  /** The next iterations are to begin. */
  | { readonly kind: 'chunk' }
  /** The listeners of the process are told that the instance begins, or that nothing moves in it any more. */
  | { readonly kind: 'process'; readonly moment: 'start' }
  | { readonly kind: 'process'; readonly moment: 'end'; readonly status: 'completed' | 'terminated' }
  /** The scope has come to rest, and the join has all that it can get. */
  | { readonly kind: 'settled' }
  /** Something in the ad-hoc subprocess completed. */
  | { readonly kind: 'completedInside'; readonly elementId: string }
  /** The thrown message was delivered, or nobody waited for it. */
  | { readonly kind: 'delivered' }
  | { readonly kind: 'service'; readonly result: HandlerResult }
  | {
      readonly kind: 'userTask';
      readonly taskId: string;
      readonly outcome: string | null;
      readonly variables: Variables;
      readonly rescheduleTo: string | null;
    }
  /** The repeated or moved task is planned anew with its host. */
  | { readonly kind: 'replan'; readonly taskId: string }
  /** The task got somebody after it was created. */
  | { readonly kind: 'assigned'; readonly taskId: string }
  /** Who has the task, when it is due, how urgent it is … became another after it was created. */
  | { readonly kind: 'updated'; readonly taskId: string; readonly isAssignment: boolean };

export interface Completion {
  /** What the activity gives back; goes through the output mapping. */
  readonly result: Variables;
  readonly outcome: string | null;
  /** A person gave the result in place of what failed: nothing is run for it. */
  readonly isGiven?: boolean;
  /** What the element itself remembers from the trigger until it completes; no variables. */
  readonly memo?: Variables;
  /** Local variables of an activity that did not wait. */
  readonly locals?: Variables;
}

export const NO_RESULT: Completion = { result: {}, outcome: null };

/** Work comes back from incidents and jobs as JSON that this module wrote. */
export function workFromJson(value: Json): Work {
  return value as unknown as Work;
}

export function workToJson(work: Work): Variables {
  return work as unknown as Variables;
}
