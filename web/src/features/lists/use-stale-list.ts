/** Whether rows on screen are older than what the server has; what one changed oneself is read again without asking. */
import { useState } from 'react';
import type { Room } from '#contract';
import { isOwnEcho, queryClient, routeKey, useLive, type AnyRoute } from '../../client/index.ts';

interface StaleList {
  readonly stale: boolean;
  readonly refresh: () => void;
}

export function useStaleList(room: Room, reads: readonly AnyRoute[]): StaleList {
  const [stale, setStale] = useState(false);
  const readAgain = (): void => {
    for (const route of reads) void queryClient.invalidateQueries({ queryKey: routeKey(route) });
  };
  useLive(room, [], () => {
    if (isOwnEcho()) readAgain();
    else setStale(true);
  });
  const refresh = (): void => {
    setStale(false);
    readAgain();
  };
  return { stale, refresh };
}
