import { useQueryClient } from '@tanstack/react-query';
import { use, useEffect, useEffectEvent, useRef, useSyncExternalStore } from 'react';
import type { LiveMessage, Room } from '#contract';
import type { ConnectionState } from './live.ts';
import { LiveContext } from './live-context.ts';
import { routeKey, type AnyRoute } from './route-input.ts';

const COALESCE_MS = 120;

/**
 * Joins a room while the screen is open and reads the named routes again when something changed there.
 * `null` joins nothing.
 */
export function useLive(
  room: Room | null,
  invalidate: readonly AnyRoute[],
  onMessage?: (message: LiveMessage) => void,
): void {
  const connection = use(LiveContext);
  const queries = useQueryClient();
  const pending = useRef<number | null>(null);
  const readAgain = useEffectEvent(() => {
    pending.current = null;
    for (const route of invalidate) void queries.invalidateQueries({ queryKey: routeKey(route) });
  });
  const receive = useEffectEvent((message: LiveMessage) => {
    // A burst of changes is one reading, not one for each.
    if (invalidate.length > 0) pending.current ??= window.setTimeout(() => readAgain(), COALESCE_MS);
    onMessage?.(message);
  });
  useEffect(
    () => () => {
      if (pending.current !== null) window.clearTimeout(pending.current);
      pending.current = null;
    },
    [],
  );
  const name = room ? JSON.stringify(room) : null;
  useEffect(() => {
    if (!connection || !name) return undefined;
    return connection.join(JSON.parse(name) as Room, (message) => receive(message));
  }, [connection, name]);
}

const never = () => () => undefined;
const off = (): ConnectionState => 'off';

/** Whether live updates arrive at the moment. */
export function useConnectionState(): ConnectionState {
  const connection = use(LiveContext);
  return useSyncExternalStore(connection?.watchState ?? never, connection?.readState ?? off);
}
