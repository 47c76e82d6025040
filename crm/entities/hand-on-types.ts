/** What rules of distribution are to the writer of records; how they are asked is in `hand-on.ts`. */
import type { Unit } from '../database/transaction.ts';
import type { CrmActor, CrmIds } from '../ports.ts';

/** How a record comes to be: by mail or form, by a list, by a process, by a person or a person's program. */
export type Arrival = 'inbound' | 'import' | 'process' | 'person';

export interface HandOn {
  /** Whether any rule looks at records that arrive like this; asked before anything is written. */
  isWanted(unit: Unit, arrival: Arrival): Promise<boolean>;
  /** Gives each of the rows an owner or a queue, or takes its owner away; returns those for which no rule spoke. */
  give(unit: Unit, request: HandOnRequest): Promise<ReadonlySet<string>>;
}

export interface HandOnRequest {
  readonly ids: readonly string[];
  readonly arrival: Arrival;
  readonly now: Date;
  readonly actor: CrmActor;
  readonly newIds: CrmIds;
}
