/** What the command runner is made of. */
import type { Command, Decision, DecisionEnvironment, Supplies } from '../decide/decision.ts';
import type { Limits } from '../decide/limits.ts';
import type { Slice, Store, Write } from '../store/store-port.ts';
import type { Continues } from './continuation.ts';
import type { SupplierParts } from './supplier.ts';

export type Decide = (
  command: Command,
  slice: Slice | null,
  supplies: Supplies,
  environment: DecisionEnvironment,
) => Decision;

export interface RunnerParts extends SupplierParts {
  readonly store: Store;
  readonly decide: Decide;
  readonly limits: Limits;
  /** How many of the roots written last are kept at hand; 0: every command reads. */
  readonly recentRoots: number;
  /** Who goes on at once with what a step puts off; null: whoever claims the job. */
  readonly continues: Continues | null;
  /** Refuses starts of a process that takes no new instances. */
  readonly assertMayStart: (processKey: string) => Promise<void>;
  /** Told when jobs were made outside of a step. */
  readonly onEnqueued: () => void;
  /** Told of every write after it is durable; must not throw. */
  readonly onWritten: (write: Write) => void;
}
