/**
 * Timers that were claimed together and need nothing but what came with the claim: decided one after the other in one
 * go, and written in one statement. A set of hundreds costs one promise then, not a dozen for each job. Whatever is not
 * the usual case goes its own way through the runner: several due jobs of one root, a root that others wait for, a
 * decision that has to ask, a write that was overtaken, a job that breaks off.
 */
import { messageOf } from '../decide/message-of.ts';
import type { LeasedJob, Slice, Write } from '../store/store-port.ts';
import { firing } from './continuation.ts';
import type { Submission } from './submission.ts';

/** A due job that may go with others. */
export interface Fireable extends LeasedJob {
  readonly slice: Slice;
}

export interface FiringParts {
  readonly decide: (submission: Submission, known: Slice) => Write | null;
  /** Takes the root's line for this set; false when somebody is in it, or what was read is out of date. */
  readonly enter: (known: Slice) => boolean;
  readonly leave: (rootId: string) => void;
  /** With leases for what this node goes on with. */
  readonly lease: (write: Write) => Write;
  readonly write: (writes: readonly Write[]) => Promise<readonly { readonly kind: string }[]>;
  readonly isFault: (error: unknown) => boolean;
  readonly noteWritten: (write: Write) => void;
  readonly forget: (rootId: string) => void;
}

export function mayGoTogether(leased: LeasedJob): leased is Fireable {
  const { job, slice } = leased;
  return slice !== undefined && (job.kind === 'timer' || job.kind === 'task-activation') && !messageOf(job);
}

/**
 * Answers with those that are left to go alone; of the others the effect is durable, or somebody else's.
 * @throws a fault of the infrastructure; nothing is known then of any of them.
 */
export async function fireTogether(parts: FiringParts, set: readonly Fireable[]): Promise<LeasedJob[]> {
  const { decide, enter, leave, lease, noteWritten, forget } = parts;
  const left: LeasedJob[] = [];
  const entered: Fireable[] = [];
  const writes: Write[] = [];
  const shared = rootsMetTwice(set);
  try {
    for (const leased of set) {
      const decided = !shared.has(leased.slice.rootId) && decide(firing(leased), leased.slice);
      if (!decided || !enter(leased.slice)) {
        left.push(leased);
        continue;
      }
      entered.push(leased);
      writes.push(lease(decided));
    }
    const outcomes = await outcomesOf(parts, writes);
    for (const [index, write] of writes.entries()) {
      const outcome = outcomes?.[index]?.kind;
      if (outcome === 'written') {
        noteWritten(write);
        continue;
      }
      forget(write.rootId);
      // A lost lease: the job belongs to another node now, which brings its effect about.
      if (outcome !== 'fenced') left.push({ job: entered[index]!.job, leaseNo: entered[index]!.leaseNo });
    }
  } finally {
    for (const { rootId } of writes) leave(rootId);
  }
  return left;
}

/** Null when the statement failed: one job's data must not fail the others, each goes alone and fails alone. */
async function outcomesOf(
  { write, isFault, forget }: FiringParts,
  writes: readonly Write[],
): Promise<Awaited<ReturnType<FiringParts['write']>> | null> {
  if (writes.length === 0) return [];
  try {
    return await write(writes);
  } catch (error) {
    if (!isFault(error)) return null;
    for (const { rootId } of writes) forget(rootId);
    throw error;
  }
}

function rootsMetTwice(set: readonly Fireable[]): ReadonlySet<string> {
  const met = new Set<string>();
  const twice = new Set<string>();
  for (const { slice } of set) (met.has(slice.rootId) ? twice : met).add(slice.rootId);
  return twice;
}
