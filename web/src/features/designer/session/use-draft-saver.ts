import { useEffect, useState } from 'react';
import { routes, type Draft } from '#contract';
import { api, ApiError } from '../../../client/index.ts';
import { DraftSaver, type SaveState } from './draft-saver.ts';

interface DraftSaving {
  readonly saver: DraftSaver;
  readonly state: SaveState;
  /** As the server last gave it. */
  readonly latest: Draft;
  /** The server made a new draft, e.g. after publishing. */
  renew(draft: Draft): void;
}

/** Autosave of one draft. `exportXml` is asked when a save begins, not before. */
export function useDraftSaver(draft: Draft, exportXml: () => Promise<string>): DraftSaving {
  const [state, setState] = useState<SaveState>({ kind: 'saved', at: draft.savedAt });
  const [latest, setLatest] = useState(draft);
  const [saver] = useState(
    () =>
      new DraftSaver({
        start: draft,
        exportXml,
        save: async (xml, revision) => {
          const saved = await api.call(routes.processes.saveDraft, {
            params: { processKey: draft.processKey },
            body: { xml, revision },
          });
          setLatest(saved);
          return saved;
        },
        isConflict: (error) => error instanceof ApiError && error.conflict,
        onState: setState,
      }),
  );
  const isUnsafe = state.kind !== 'saved';
  useEffect(() => {
    if (!isUnsafe) return undefined;
    const warn = (event: BeforeUnloadEvent): void => {
      void saver.flush();
      event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isUnsafe, saver]);
  return { saver, state, latest, renew: setLatest };
}
