import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, type ReactNode } from 'react';
import { LiveConnection } from './live.ts';
import { LiveContext } from './live-context.ts';

/** Keeps one socket while somebody is signed in. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const queries = useQueryClient();
  const connection = useMemo(
    () =>
      new LiveConnection(
        () => void queries.invalidateQueries({ refetchType: 'active' }),
        (message) => {
          // The demonstration clock moved: due, overdue and relative times all change with it. Other fields or
          // kinds of records change every list and page.
          if (message.kind === 'clock' || message.kind === 'metadata')
            void queries.invalidateQueries({ refetchType: 'active' });
        },
      ),
    [queries],
  );
  useEffect(() => {
    connection.open();
    return () => connection.close();
  }, [connection]);
  return <LiveContext value={connection}>{children}</LiveContext>;
}
