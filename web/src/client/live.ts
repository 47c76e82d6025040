/**
 * The live stream. Screens join rooms; a message names what changed and nothing more, so the screen reads again
 * under its own rights. After a lost connection everything that is on screen is read again, because messages of
 * the gap are not kept.
 */
import { io, type Socket } from 'socket.io-client';
import {
  liveMessage,
  presence,
  SOCKET_EVENTS,
  SOCKET_PATH,
  type LiveMessage,
  type Presence,
  type Room,
} from '#contract';

export type ConnectionState = 'off' | 'connecting' | 'connected' | 'lost';
type Listener = (message: LiveMessage) => void;

interface Joined {
  readonly room: Room;
  readonly listeners: Set<Listener>;
}

export function roomName(room: Room): string {
  if (room.kind === 'record') return `record:${room.entity}:${room.id}`;
  if (room.kind === 'list') return `list:${room.entity}`;
  return room.kind === 'instance' ? `instance:${room.id}` : room.kind;
}

const NOBODY: Presence['people'] = [];

export class LiveConnection {
  private socket: Socket | null = null;
  private readonly joined = new Map<string, Joined>();
  /** Who is in which room, as it was told last. */
  private readonly people = new Map<string, Presence['people']>();
  private readonly presenceListeners = new Set<() => void>();
  /** Rooms whose record is being changed here, and at how many places. */
  private readonly edited = new Map<string, { readonly room: Room; places: number }>();
  private readonly stateListeners = new Set<() => void>();
  private state: ConnectionState = 'off';
  private readonly onGap: () => void;
  private readonly onEvery: Listener;

  /** `onGap`: messages may have been missed. `onEvery`: each message, whatever its room. */
  constructor(onGap: () => void, onEvery: Listener) {
    this.onGap = onGap;
    this.onEvery = onEvery;
  }

  open(): void {
    if (this.socket) return;
    this.setState('connecting');
    const socket = io({ path: SOCKET_PATH, transports: ['websocket', 'polling'], withCredentials: true });
    this.socket = socket;
    let connectedBefore = false;
    socket.on('connect', () => {
      for (const { room } of this.joined.values()) socket.emit(SOCKET_EVENTS.subscribe, room);
      for (const { room } of this.edited.values()) this.tellEditing(room, true);
      this.setState('connected');
      if (connectedBefore) this.onGap();
      connectedBefore = true;
    });
    socket.on('disconnect', () => this.setState('lost'));
    socket.on('connect_error', () => this.setState('lost'));
    socket.on(SOCKET_EVENTS.changed, (payload: unknown) => this.receive(payload));
    socket.on(SOCKET_EVENTS.present, (payload: unknown) => this.receivePresence(payload));
  }

  close(): void {
    this.socket?.disconnect();
    this.socket = null;
    this.setState('off');
  }

  join(room: Room, listener: Listener): () => void {
    const name = roomName(room);
    const known = this.joined.get(name);
    const entry = known ?? { room, listeners: new Set<Listener>() };
    entry.listeners.add(listener);
    if (!known) {
      this.joined.set(name, entry);
      if (this.socket?.connected) this.socket.emit(SOCKET_EVENTS.subscribe, room);
    }
    return () => this.leave(name, listener);
  }

  /** Says that the record of the room is being changed here, until the answer is called. */
  edit(room: Room): () => void {
    const name = roomName(room);
    const known = this.edited.get(name) ?? { room, places: 0 };
    this.edited.set(name, known);
    known.places += 1;
    if (known.places === 1) this.tellEditing(room, true);
    return () => {
      known.places -= 1;
      if (known.places > 0) return;
      this.edited.delete(name);
      this.tellEditing(room, false);
    };
  }

  watchPresence = (listener: () => void): (() => void) => {
    this.presenceListeners.add(listener);
    return () => this.presenceListeners.delete(listener);
  };
  readPresence(name: string): Presence['people'] {
    return this.people.get(name) ?? NOBODY;
  }

  watchState = (listener: () => void): (() => void) => {
    this.stateListeners.add(listener);
    return () => this.stateListeners.delete(listener);
  };
  readState = (): ConnectionState => this.state;

  private leave(name: string, listener: Listener): void {
    const entry = this.joined.get(name);
    if (!entry) return;
    entry.listeners.delete(listener);
    if (entry.listeners.size > 0) return;
    this.joined.delete(name);
    this.people.delete(name);
    if (this.socket?.connected) this.socket.emit(SOCKET_EVENTS.unsubscribe, entry.room);
  }

  private tellEditing(room: Room, isEditing: boolean): void {
    if (this.socket?.connected) this.socket.emit(SOCKET_EVENTS.editing, { room, isEditing });
  }

  private receivePresence(payload: unknown): void {
    const parsed = presence.safeParse(payload);
    if (!parsed.success) return;
    this.people.set(roomName(parsed.data.room), parsed.data.people);
    for (const listener of this.presenceListeners) listener();
  }

  private receive(payload: unknown): void {
    const parsed = liveMessage.safeParse(payload);
    if (!parsed.success) return;
    this.onEvery(parsed.data);
    for (const listener of this.joined.get(roomName(parsed.data.room))?.listeners ?? [])
      listener(parsed.data);
  }

  private setState(state: ConnectionState): void {
    if (this.state === state) return;
    this.state = state;
    for (const listener of this.stateListeners) listener();
  }
}
