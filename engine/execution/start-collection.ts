/**
 * Starts of which not everything has occurred yet (parallel multiple start events, BPMN 2.0.2 §10.5.2). The standard
 * leaves open which occurrences belong together. Here: two keys that differ keep apart, and what has no key fits any. A
 * message or record event goes to one start, that of its own key before others, the oldest first; a signal, timer or
 * condition is for everybody, so it goes to every start that lacks it, and is remembered once when nobody does. Pure, so
 * that both stores decide the same.
 */
import type { Variables } from '../ports.ts';

export interface StartCollection {
  readonly id: string;
  readonly processKey: string;
  readonly elementId: string;
  readonly correlationKey: string | null;
  /** In the order of their coming. */
  readonly occurred: readonly { readonly signature: string; readonly variables: Variables }[];
}

export interface StartOccurrence {
  readonly processKey: string;
  readonly elementId: string;
  /** Signatures of all definitions of the event, and of those that occurred. */
  readonly awaited: readonly string[];
  readonly signatures: readonly string[];
  readonly correlationKey: string | null;
  readonly isForAll: boolean;
  readonly variables: Variables;
}

/** Whether the occurrence may go there: something of it is missing, and the keys do not differ. */
export function mayTake(collection: StartCollection, occurrence: StartOccurrence): boolean {
  const { correlationKey, isForAll, signatures } = occurrence;
  const isSame = (key: string | null): boolean => key === null || key === correlationKey;
  const fits = isForAll || correlationKey === null || isSame(collection.correlationKey);
  return fits && signatures.some((signature) => !has(collection, signature));
}

/** `candidates` may take it, its own key first, then the oldest; `isAnyOpen`: whether any start has begun there. */
export function collect(
  candidates: readonly StartCollection[],
  isAnyOpen: boolean,
  occurrence: StartOccurrence,
  newId: string,
): { readonly kept: readonly StartCollection[]; readonly complete: readonly StartCollection[] } {
  const { processKey, elementId, isForAll, awaited } = occurrence;
  const opened: StartCollection = { id: newId, processKey, elementId, correlationKey: null, occurred: [] };
  const isNew = candidates.length === 0 && !(isForAll && isAnyOpen);
  const chosen = isForAll ? candidates : candidates.slice(0, 1);
  const filled = (isNew ? [opened] : chosen).map((collection) => withOccurrence(collection, occurrence));
  const isComplete = (one: StartCollection): boolean => awaited.every((signature) => has(one, signature));
  return { kept: filled.filter((one) => !isComplete(one)), complete: filled.filter(isComplete) };
}

function withOccurrence(collection: StartCollection, occurrence: StartOccurrence): StartCollection {
  const { signatures, variables } = occurrence;
  const missing = signatures.filter((signature) => !has(collection, signature));
  const occurred = [...collection.occurred, ...missing.map((signature) => ({ signature, variables }))];
  const correlationKey = collection.correlationKey ?? occurrence.correlationKey;
  return { ...collection, correlationKey, occurred };
}

function has({ occurred }: StartCollection, signature: string): boolean {
  return occurred.some((one) => one.signature === signature);
}
