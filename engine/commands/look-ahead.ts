/** Decides what this node goes on with while the write that makes it is on its way (continuation.ts). */
import type { Command } from '../decide/decision.ts';
import type { Slice, Write } from '../store/store-port.ts';
import { firing, leasedIn, type Ahead } from './continuation.ts';
import type { CommandDecider } from './command-decider.ts';
import { untilSent } from './until-sent.ts';

export class LookAhead {
  private readonly decider: CommandDecider;
  private readonly decided = new Map<string, Ahead>();

  constructor(decider: CommandDecider) {
    this.decider = decider;
  }

  /** `after`: the root with the write's effect, as far as the new job needs it. Does not throw. */
  async decide(write: Write, after: (jobId: string) => Slice | null): Promise<void> {
    const [leased] = leasedIn(write);
    const slice = leased && after(leased.job.id);
    if (!slice) return;
    await untilSent();
    try {
      const decision = await this.decider.decide(firing(leased), { slice, isAhead: true });
      if (decision.kind === 'write') this.decided.set(leased.job.id, { slice, decision });
    } catch {
      // Whatever stands in the way is met when its turn comes.
    }
  }

  /** What was decided for the command, for its one use. */
  take(command: Command): Ahead | null {
    if (command.kind !== 'fireJob') return null;
    const ahead = this.decided.get(command.jobId) ?? null;
    this.decided.delete(command.jobId);
    return ahead;
  }

  /** The write came to nothing. */
  forget(write: Write): void {
    for (const { jobId } of write.leases ?? []) this.decided.delete(jobId);
  }
}
