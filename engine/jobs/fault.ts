/** Tells the infrastructure's faults, which pass by waiting, from bugs, which a person must know of. */
import { EngineFault, EngineRejection } from '../errors.ts';
import type { Store } from '../store/store-port.ts';

export function isFault(store: Pick<Store, 'isFault'>, error: unknown): boolean {
  if (error instanceof EngineFault) return true;
  if (error instanceof EngineRejection) return error.code === 'ENG_BUSY';
  return store.isFault?.(error) ?? false;
}

export function messageOfError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
