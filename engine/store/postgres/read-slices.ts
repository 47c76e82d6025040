/**
 * Answers read requests with one call of engine.read_slices. The function returns one row per entity; here they are
 * put together again per request, each entity once however many ways led to it.
 */
import type {
  IncidentRow,
  InstanceRow,
  JobRow,
  LoopResultRow,
  LoopRow,
  ScopeRow,
  SubscriptionRow,
  TokenRow,
  UserTaskRow,
} from '../../execution/state.ts';
import type { IdempotencyRow, ReadAnswer, ReadRequest } from '../store-port.ts';
import type { Statement } from './connection.ts';
import { textArray, uuidArray } from './encode.ts';
import { instanceOf, outermostScopeOf, withIsoInstants } from './row-shape.ts';
import type { StoredInstance } from './row-shape.ts';

export const READ_SLICES: Statement = {
  name: 'read-slices',
  text: 'select n, kind, body from engine.read_slices($1::text[], $2::uuid[], $3::text[], $4::json)',
};

export interface EntityRow {
  readonly n: number;
  readonly kind:
    | 'instance'
    | 'scope'
    | 'token'
    | 'userTask'
    | 'job'
    | 'subscription'
    | 'incident'
    | 'loop'
    | 'loopResult'
    | 'missing'
    | 'replayed';
  readonly body: unknown;
}

export function readParameters(requests: readonly ReadRequest[]): unknown[] {
  return [
    textArray(requests.map((request) => request.target.kind)),
    uuidArray(requests.map((request) => request.target.id)),
    requests.some((request) => request.idempotency)
      ? textArray(requests.map((request) => request.idempotency?.key ?? null))
      : null,
    requests.some((request) => request.needs.length > 0)
      ? JSON.stringify(requests.map((request) => request.needs))
      : null,
  ];
}

export function answersFrom(rows: readonly EntityRow[], count: number): ReadAnswer[] {
  const parts = Array.from({ length: count }, () => new SliceParts());
  for (const row of rows) parts[row.n - 1]?.add(row);
  return parts.map((part) => part.answer());
}

class SliceParts {
  private readonly instances = new Map<string, StoredInstance>();
  private readonly scopes = new Map<string, ScopeRow>();
  private readonly tokens = new Map<string, TokenRow>();
  private readonly userTasks = new Map<string, UserTaskRow>();
  private readonly jobs = new Map<string, JobRow>();
  private readonly subscriptions = new Map<string, SubscriptionRow>();
  private readonly incidents = new Map<string, IncidentRow>();
  private readonly loops = new Map<string, LoopRow>();
  private readonly loopResults = new Map<string, LoopResultRow>();
  private replayed: IdempotencyRow | null = null;
  private missing = false;

  add({ kind, body }: EntityRow): void {
    if (kind === 'missing') {
      this.missing = true;
      return;
    }
    if (kind === 'replayed') {
      this.replayed = body as IdempotencyRow;
      return;
    }
    const row = withIsoInstants(body as { readonly id: string });
    const tables: Record<typeof kind, Map<string, unknown>> = {
      instance: this.instances,
      scope: this.scopes,
      token: this.tokens,
      userTask: this.userTasks,
      job: this.jobs,
      subscription: this.subscriptions,
      incident: this.incidents,
      loop: this.loops,
      loopResult: this.loopResults,
    };
    tables[kind].set(row.id, row);
  }

  answer(): ReadAnswer {
    if (this.replayed) return { kind: 'replayed', idempotency: this.replayed };
    const root = this.root();
    if (this.missing || !root) return { kind: 'missing' };
    const instances: InstanceRow[] = [];
    for (const stored of this.instances.values()) {
      instances.push(instanceOf(stored));
      // The scope ends with the instance; its row keeps the variables for readers only.
      if (stored.status === 'active') this.scopes.set(stored.id, outermostScopeOf(stored));
    }
    return {
      kind: 'slice',
      slice: {
        rootId: root.id,
        version: root.version ?? 0,
        nextSeq: root.nextSeq ?? 0,
        instances,
        scopes: [...this.scopes.values()],
        tokens: [...this.tokens.values()],
        userTasks: [...this.userTasks.values()],
        jobs: [...this.jobs.values()],
        subscriptions: [...this.subscriptions.values()],
        incidents: [...this.incidents.values()],
        loops: [...this.loops.values()],
        loopResults: [...this.loopResults.values()],
      },
    };
  }

  private root(): StoredInstance | undefined {
    for (const stored of this.instances.values()) if (stored.id === stored.rootId) return stored;
    return undefined;
  }
}
