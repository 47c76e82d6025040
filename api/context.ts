/** What the routes work with; made once by compose.ts and passed down, so that no module holds state of its own. */
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Crm, CrmChange } from '#crm';
import type { Engine, Ids } from '#engine';
import type { FileStorage } from './adapters/file-storage.ts';
import type { ProcessDrafts } from './drafts/process-drafts.ts';
import type { TaskDrafts } from './drafts/task-drafts.ts';
import type { Definitions } from './presenters/definitions.ts';

export interface ApiContext {
  readonly pool: Pool;
  readonly engine: Engine;
  readonly crm: Crm;
  readonly clock: { now(): Date };
  /** Contents of files. */
  readonly files: FileStorage;
  readonly logger: Logger;
  readonly ids: Ids;
  readonly definitions: Definitions;
  /** Kinds of records that the CRM knows; a variable may name others. */
  readonly entities: { has(name: string): boolean };
  readonly processDrafts: ProcessDrafts;
  readonly taskDrafts: TaskDrafts;
  /** Tells the live stream what a transaction of ours committed. */
  readonly announce: (changes: readonly CrmChange[]) => void;
  /** Tells the live stream that the process library changed. */
  /** Something is published or drawn; the cards of `instanceIds` tell of a newer version then. */
  readonly announceProcesses: (instanceIds?: readonly string[]) => void;
}
