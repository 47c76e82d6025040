/** What a deployment leaves: versions of processes and decisions, and how one of them is named. */
import type { JobRow, SubscriptionRow } from '../execution/state.ts';
import type { Json } from '../ports.ts';

export interface IdempotencyRow {
  readonly key: string;
  /** Hash of the request, so that the same key with another request is refused. */
  readonly fingerprint: string;
  readonly response: Json;
}

export interface DefinitionRow {
  readonly id: string;
  readonly processKey: string;
  readonly version: number;
  readonly name: string;
  /** Name of the version; several versions may bear the same, the newest is meant then. */
  readonly versionTag: string | null;
  readonly deploymentId: string;
  readonly xml: string;
  readonly contentHash: string;
  readonly deployedAt: string;
  readonly deployedBy: string | null;
  readonly reason: string | null;
}

/** One version of a decision (DMN). */
export interface DecisionRow {
  readonly id: string;
  readonly decisionKey: string;
  readonly version: number;
  readonly versionTag: string | null;
  readonly name: string;
  readonly deploymentId: string;
  readonly xml: string;
  readonly contentHash: string;
  readonly deployedAt: string;
  readonly deployedBy: string | null;
}

/** Which version of a decision is meant. */
export type DecisionBinding =
  | { readonly kind: 'latest' }
  | { readonly kind: 'version'; readonly version: number }
  | { readonly kind: 'versionTag'; readonly versionTag: string }
  | { readonly kind: 'deployment'; readonly deploymentId: string };
/** What is wanted of a process other than its latest version. */
export type DefinitionBinding =
  | { readonly kind: 'deployment'; readonly deploymentId: string }
  | { readonly kind: 'version'; readonly version: number }
  | { readonly kind: 'versionTag'; readonly versionTag: string };

/** For how many days a version wants the history of ended instances kept; null when it does not say. */
export interface RetentionRow {
  readonly processKey: string;
  readonly days: number | null;
}

export interface DeploymentWrite {
  readonly decisions?: readonly DecisionRow[];
  readonly definitions: readonly DefinitionRow[];
  /** Start subscriptions and start timers of the new versions; those of older versions go in the same write. */
  readonly subscriptions: readonly SubscriptionRow[];
  readonly jobs: readonly JobRow[];
  /** In force where nobody has set the retention of the process by hand. */
  readonly retentions?: readonly RetentionRow[];
  readonly idempotency: IdempotencyRow | null;
}
