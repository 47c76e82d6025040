/** What an external worker asks for: up to so much ready work of these topics. */
export interface ExternalClaim {
  readonly owner: string;
  readonly topics: readonly string[];
  readonly limit: number;
  readonly leaseMs: number;
  /** The locks are written under the key as its answer; nothing is claimed when the key is known. */
  readonly once?: { readonly key: string; readonly fingerprint: string } | null;
}
