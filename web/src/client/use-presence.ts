import { use, useEffect, useSyncExternalStore } from 'react';
import type { Presence, Room } from '#contract';
import { roomName } from './live.ts';
import { LiveContext } from './live-context.ts';

const never = () => () => undefined;
const NOBODY: Presence['people'] = [];

/** Who has the record of a room open, oneself among them; the room is joined by `useLive`. */
export function usePresence(room: Room): Presence['people'] {
  const connection = use(LiveContext);
  const name = roomName(room);
  return useSyncExternalStore(
    connection?.watchPresence ?? never,
    () => connection?.readPresence(name) ?? NOBODY,
  );
}

/** Tells the others that the record is being changed, as long as `isEditing`. */
export function useEditingSign(room: Room, isEditing: boolean): void {
  const connection = use(LiveContext);
  const name = JSON.stringify(room);
  useEffect(() => {
    if (!connection || !isEditing) return undefined;
    return connection.edit(JSON.parse(name) as Room);
  }, [connection, isEditing, name]);
}
