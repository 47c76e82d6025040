/**
 * What engine.claim_jobs answers: the claimed jobs, and for the usual ones, whose token lies directly in its root, what
 * deciding on them needs. Thousands come at once when many timers are due at one moment, therefore as columns of one
 * document, which both sides put together and take apart faster than a document for each row.
 */
import type { JobRow, TokenRow } from '../../execution/state.ts';
import type { LeasedJob, Slice } from '../store-port.ts';
import type { EntityRow } from './read-slices.ts';
import { instanceOf, outermostScopeOf, rowsFrom, withIsoInstants } from './row-shape.ts';
import type { Columns, StoredInstance } from './row-shape.ts';

type LeaseColumns = Columns<JobRow & { readonly leaseNo: number }>;

/** One entry for each job whose slice came along; `n` is its place among the jobs, from 1. The rest follows from the root. */
interface RootColumns {
  readonly n: readonly number[];
  readonly instance: Columns<Omit<StoredInstance, 'rootId' | 'parentInstanceId' | 'parentTokenId'>>;
  readonly token: Columns<Omit<TokenRow, 'rootId' | 'instanceId' | 'scopeId'>>;
}

/** What else hangs on a token. */
type FurtherKind = Extract<EntityRow['kind'], 'userTask' | 'job' | 'subscription' | 'incident'>;

export type ClaimRow =
  | { readonly n: null; readonly kind: 'jobs'; readonly body: LeaseColumns }
  | { readonly n: null; readonly kind: 'roots'; readonly body: RootColumns }
  | { readonly n: number; readonly kind: FurtherKind; readonly body: { readonly id: string } };

/** A slice while it is put together. */
type Growing = { -readonly [K in keyof Slice]: Slice[K] extends readonly (infer Row)[] ? Row[] : Slice[K] };

const TABLE_OF = {
  userTask: 'userTasks',
  job: 'jobs',
  subscription: 'subscriptions',
  incident: 'incidents',
} as const;

export function claimedFrom(rows: readonly ClaimRow[]): LeasedJob[] {
  let leased: LeasedJob[] = [];
  const slices: Growing[] = [];
  for (const row of rows) {
    if (row.kind === 'jobs') {
      const { leaseNo, ...columns } = row.body;
      leased = rowsFrom<JobRow>(columns, leaseNo.length).map((job, index) => ({
        job,
        leaseNo: leaseNo[index]!,
      }));
    } else if (row.kind === 'roots') {
      const { n: places, instance, token } = row.body;
      const { id } = instance;
      const none = id.map(() => null);
      const instances = rowsFrom<StoredInstance>(
        { ...instance, rootId: id, parentInstanceId: none, parentTokenId: none },
        places.length,
      );
      const tokens = rowsFrom<TokenRow>({ ...token, rootId: id, instanceId: id, scopeId: id }, places.length);
      for (const [index, n] of places.entries()) {
        slices[n - 1] = sliceOf(leased[n - 1]!.job, instances[index]!, tokens[index]!);
      }
    } else {
      const table = slices[row.n - 1]?.[TABLE_OF[row.kind]] as { readonly id: string }[] | undefined;
      table?.push(withIsoInstants(row.body));
    }
  }
  return leased.map((one, index) => {
    const slice = slices[index];
    return slice ? { ...one, slice } : one;
  });
}

function sliceOf(job: JobRow, root: StoredInstance, token: TokenRow): Growing {
  return {
    rootId: root.id,
    version: root.version ?? 0,
    nextSeq: root.nextSeq ?? 0,
    instances: [instanceOf(root)],
    // The scope ends with the instance; its row keeps the variables for readers only.
    scopes: root.status === 'active' ? [outermostScopeOf(root)] : [],
    tokens: [token],
    userTasks: [],
    jobs: [job],
    subscriptions: [],
    incidents: [],
    loops: [],
    loopResults: [],
  };
}
