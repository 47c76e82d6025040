/**
 * Keeps what was typed into a task on the server while it is typed, so that a closed browser or another device
 * loses nothing. Saves shortly after the last keystroke and, at the latest, when the page is left.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import { routes } from '#contract';
import { api } from '../../client/index.ts';

const PAUSE_MS = 700;

export type DraftState =
  | { readonly kind: 'none' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'saved'; readonly at: string }
  | { readonly kind: 'failed' };

export interface DraftKeeper {
  readonly state: DraftState;
  keep(values: Readonly<Record<string, unknown>>): void;
  /** Nothing more is written: the task is done. */
  drop(): void;
  saveNow(): void;
}

export function useDraft(taskId: string, savedAt: string | null): DraftKeeper {
  const [state, setState] = useState<DraftState>(savedAt ? { kind: 'saved', at: savedAt } : { kind: 'none' });
  const pending = useRef<Readonly<Record<string, unknown>> | null>(null);
  const timer = useRef<number | undefined>(undefined);

  const save = useCallback(() => {
    window.clearTimeout(timer.current);
    const values = pending.current;
    if (!values) return;
    pending.current = null;
    api
      .call(routes.tasks.saveDraft, { params: { id: taskId }, body: { values: { ...values } } })
      .then((saved) => setState({ kind: 'saved', at: saved.savedAt }))
      .catch(() => {
        // Kept for the next attempt, unless newer words are waiting already.
        pending.current ??= values;
        setState({ kind: 'failed' });
      });
  }, [taskId]);
  useEffect(() => save, [save]);

  return {
    state,
    keep: (values) => {
      pending.current = values;
      setState({ kind: 'saving' });
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(save, PAUSE_MS);
    },
    drop: () => {
      window.clearTimeout(timer.current);
      pending.current = null;
    },
    saveNow: save,
  };
}
