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

/** Who has a record open. */
export const presence = z.object({
  room,
  people: z.array(z.object({ id: z.string(), name: z.string(), isEditing: z.boolean() })),
});
export type Presence = z.infer<typeof presence>;

/** A client that is in a record's room begins or ends to change the record; nobody is kept from anything by it. */
export const editing = z.object({ room, isEditing: z.boolean() });

/**
 * Client → server: `subscribe(room, ack)`, `unsubscribe(room)`, `editing({ room, isEditing })`. Server → client:
 * `changed(message)`, and in rooms of records `present(presence)`.
 */
export const SOCKET_EVENTS = {
  subscribe: 'subscribe',
  unsubscribe: 'unsubscribe',
  changed: 'changed',
  editing: 'editing',
  present: 'present',
} as const;
export const SOCKET_PATH = '/api/socket';
