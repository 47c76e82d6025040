/**
 * The live stream. Messages are thin: kind, ids and a revision; the receiver fetches again under its own rights.
 * A client subscribes to rooms; each join is checked, and a client that may not see a room gets `denied`.
 */
import { z } from 'zod';

export const room = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('instance'), id: z.uuid() }),
  z.object({ kind: z.literal('instances') }),
  z.object({ kind: z.literal('tasks') }),
  z.object({ kind: z.literal('calendar') }),
  z.object({ kind: z.literal('record'), entity: z.string(), id: z.uuid() }),
  z.object({ kind: z.literal('list'), entity: z.string() }),
  z.object({ kind: z.literal('processes') }),
]);
export type Room = z.infer<typeof room>;

export const liveMessage = z.object({
  room,
  /** What changed: instance | task | record | comment | process | clock */
  kind: z.string(),
  ids: z.array(z.string()),
  revision: z.number().int().nullable(),
});
export type LiveMessage = z.infer<typeof liveMessage>;

/** Client → server: `subscribe(room, ack)`, `unsubscribe(room)`. Server → client: `changed(message)`. */
export const SOCKET_EVENTS = {
  subscribe: 'subscribe',
  unsubscribe: 'unsubscribe',
  changed: 'changed',
} as const;
export const SOCKET_PATH = '/api/socket';
