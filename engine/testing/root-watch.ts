/**
 * What the test engine knows of the roots. A root is read again when its version has changed, and of its history only
 * what followed; what it amounts to is folded on from there. Each new version is held against the invariants, so that
 * looking costs what a step changed and not what the instance has been through.
 */
import { foldInto } from '../execution/apply.ts';
import { emptyState, type State } from '../execution/tables.ts';
import type { HistoryEvent } from '../history/events.ts';
import type { Slice, SliceNeed } from '../store/store-port.ts';
import type { Backend } from './backend.ts';
import { brokenInvariants, gapsIn } from './invariants.ts';
import { storyOf } from './story.ts';

export interface KnownRoot {
  readonly rootId: string;
  /** Everything alive in the tree. */
  readonly slice: Slice;
  readonly events: readonly HistoryEvent[];
  readonly folded: State;
  /** One sentence per broken invariant. */
  readonly problems: readonly string[];
}

interface Watched {
  readonly version: number;
  readonly root: KnownRoot;
}

export class RootWatch {
  private readonly backend: Backend;
  private readonly watched = new Map<string, Watched>();
  /** One look after the other: two at once would fold the same events twice. */
  private line: Promise<unknown> = Promise.resolve();

  constructor(backend: Backend) {
    this.backend = backend;
  }

  /** All roots, oldest first. */
  all(): Promise<readonly KnownRoot[]> {
    return this.next(async () => {
      const roots: KnownRoot[] = [];
      for (const [rootId, version] of await this.backend.roots()) roots.push(await this.at(rootId, version));
      return roots;
    });
  }

  /** The tree of an instance, whichever in it. */
  of(instanceId: string): Promise<KnownRoot> {
    return this.next(async () => {
      const roots = await this.backend.roots();
      const own = roots.get(instanceId);
      if (own !== undefined) return this.at(instanceId, own);
      const { rootId } = await readSlice(this.backend.store, instanceId, []);
      return this.at(rootId, roots.get(rootId) ?? -1);
    });
  }

  /** @throws Error with the story so far when an invariant does not hold. */
  async assertInvariants(): Promise<void> {
    for (const { problems, events } of await this.all()) {
      if (problems.length > 0) throw new Error([...problems, ...storyOf(events)].join('\n'));
    }
  }

  private next<T>(look: () => Promise<T>): Promise<T> {
    const seen = this.line.then(look);
    this.line = seen.catch(() => undefined);
    return seen;
  }

  private async at(rootId: string, version: number): Promise<KnownRoot> {
    const before = this.watched.get(rootId);
    if (before && before.version === version) return before.root;
    const { store } = this.backend;
    const known = before?.root;
    const last = known?.events.at(-1)?.seq ?? 0;
    const slice = await wholeTree(store, rootId);
    const followed = await this.backend.history(rootId, last);
    // Whoever writes meanwhile is seen the next time.
    const fresh = followed.filter(({ seq }) => seq < slice.nextSeq);
    const folded = known?.folded ?? emptyState();
    foldInto(folded, fresh);
    const problems = [...brokenInvariants(slice, folded), ...gapsIn(fresh, last)];
    const root = { rootId, slice, events: [...(known?.events ?? []), ...fresh], folded, problems };
    this.watched.set(rootId, { version: slice.version, root });
    return root;
  }
}

/** Everything alive in the tree of a root. */
export function wholeTree(store: Backend['store'], rootId: string): Promise<Slice> {
  return readSlice(store, rootId, [
    { kind: 'subtree', scopeId: rootId },
    // What completed subprocesses left behind stands under their closed scopes.
    { kind: 'subscriptionsOfKind', subscriptionKind: 'compensation' },
  ]);
}

async function readSlice(store: Backend['store'], id: string, needs: readonly SliceNeed[]): Promise<Slice> {
  const [answer] = await store.read([{ target: { kind: 'instance', id }, needs, idempotency: null }]);
  if (answer?.kind === 'slice') return answer.slice;
  throw new Error(`Expected instance '${id}' to exist.`);
}
