/** What the command files share; each of them maps one method of the door to commands of the heart. */
import type { EnginePorts } from '../ports.ts';
import type { Store } from '../store/store-port.ts';
import type { CommandRunner } from './command-runner.ts';
import type { DefinitionCache } from './definition-cache.ts';

export interface CommandContext {
  readonly store: Store;
  readonly ports: EnginePorts;
  readonly definitions: DefinitionCache;
  readonly runner: CommandRunner;
}
