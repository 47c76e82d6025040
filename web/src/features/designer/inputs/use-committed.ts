/**
 * A value that is edited locally and handed over when the edit is finished: on blur, Enter or when the field goes
 * away. One edit is then one step of undo.
 */
import { useEffect, useEffectEvent, useState } from 'react';

export interface Committed<T> {
  readonly value: T;
  set(next: T): void;
  /** Hands over what was edited, or `next` at once. */
  commit(next?: T): void;
}

interface Edit<T> {
  /** The value that the edit began from; a change from outside ends it. */
  readonly base: T;
  readonly next: T;
}

export function useCommitted<T>(value: T, onCommit: (next: T) => void): Committed<T> {
  const [edit, setEdit] = useState<Edit<T> | null>(null);
  const current = edit?.base === value ? edit : null;
  const handOver = (next: T): void => {
    setEdit(null);
    if (next !== value) onCommit(next);
  };
  const flush = useEffectEvent(() => {
    if (current && current.next !== value) onCommit(current.next);
  });
  useEffect(() => () => flush(), []);
  return {
    value: current ? current.next : value,
    set: (next) => setEdit({ base: value, next }),
    commit: (next) => {
      if (next !== undefined) handOver(next);
      else if (current) handOver(current.next);
    },
  };
}
