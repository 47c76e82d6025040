import type { Engine } from '../engine.ts';
import type { Actor } from '../ports.ts';

/** What batches do to their targets. */
export type BatchCommands = Pick<
  Engine,
  | 'cancelInstance'
  | 'suspendInstance'
  | 'resumeInstance'
  | 'migrateInstance'
  | 'setVariables'
  | 'retryIncident'
  | 'skipIncident'
  | 'assignUserTask'
  | 'unclaimUserTask'
  | 'claimUserTask'
  | 'changeUserTask'
  | 'completeUserTask'
>;

export interface CommandOfBatch {
  readonly actor: Actor;
  readonly reason?: string;
  readonly idempotencyKey: string;
}
