/**
 * While the write of one group is on its way, those who wait behind it are decided on what that write leads to, one on
 * the other's result: Node and PostgreSQL work at the same time on one busy root. Nothing rests on it. A decision is used
 * on exactly the version that it was made for and behind the very decisions that it was made behind, or not at all.
 */
import type { Write } from '../store/store-port.ts';
import { versionAfter } from '../store/write-version.ts';
import { answersKey, broughtUp } from './brought-up.ts';
import type { CommandDecider } from './command-decider.ts';
import type { Entry, Prepared } from './line-entry.ts';
import { guarded } from './settling.ts';

export class NextGroup {
  private readonly decider: CommandDecider;
  private readonly since: readonly Write[];
  private readonly waiting: () => readonly Entry[];
  private readonly earlier: Write[] = [];
  private after: Prepared | null = null;
  private isDeciding = false;
  private isOver = false;

  /** `since`: what this node wrote to the root lately, the write on its way last; `waiting`: who goes next, as of now. */
  constructor(decider: CommandDecider, since: readonly Write[], waiting: () => readonly Entry[]) {
    this.decider = decider;
    this.since = since;
    this.waiting = waiting;
  }

  /** Decides whoever has come, until the write is back. Does not throw. */
  async goOn(): Promise<void> {
    if (this.isDeciding) return;
    this.isDeciding = true;
    for (let next = this.next(); !this.isOver && next; next = this.next()) {
      // Between two of them the answer to the write may come in.
      await new Promise((resolve) => setImmediate(resolve));
      await this.prepare(next).catch(() => this.end(true));
    }
    this.isDeciding = false;
  }

  /** The write is back; unless it was written, nothing that was decided on it holds. */
  end(isWritten: boolean): void {
    this.isOver = true;
    if (!isWritten) for (const entry of this.waiting()) entry.prepared = null;
  }

  private next(): Entry | undefined {
    return this.waiting()[this.earlier.length];
  }

  private async prepare(entry: Entry): Promise<void> {
    const { submission, known, ahead } = entry;
    const { earlier, since, after } = this;
    const key = submission.idempotency?.key;
    const isAnswered = key !== undefined && answersKey([...since, ...earlier], key);
    const slice = ahead || isAnswered ? null : broughtUp(known, since);
    const decision = slice && (await this.decider.decide(submission, { slice, earlier, isAhead: true }));
    if (this.isOver) return;
    if (decision?.kind !== 'write') return this.end(true);
    earlier.push(guarded(decision, submission));
    this.after = entry.prepared = { on: versionAfter(since.at(-1)!), after, decision };
  }
}

/** The prepared decisions of a group, as long as each follows the one before. */
export class Preparations {
  private last: Prepared | null | undefined = null;

  /** For the entry, on a root of this version; null: it has to be decided now, and all after it. */
  take({ prepared }: Entry, version: number): Prepared['decision'] | null {
    const isNext = prepared !== null && prepared.on === version && prepared.after === this.last;
    this.last = isNext ? prepared : undefined;
    return isNext ? prepared.decision : null;
  }
}
