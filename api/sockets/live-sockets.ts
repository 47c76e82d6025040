/**
 * The live stream. Messages are thin (kind, ids, revision); the receiver fetches again under its own rights. A
 * client joins rooms, each join is checked, and the checks are made again every half minute and when a session ends,
 * so that a right that was taken away also ends the stream. Delivery is at most once: after a reconnect the client
 * fetches what it shows.
 */
import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import {
  editing as editingSchema,
  room as roomSchema,
  SOCKET_EVENTS,
  SOCKET_PATH,
  type LiveMessage,
  type Room,
} from '#contract';
import type { Identity } from '../auth/identify.ts';
import { createRecordPresence, type NodePresence, type RecordPresence } from './record-presence.ts';
import type { RequestUser } from '#crm';

type Own = 'tasks' | 'calendar';

export interface LiveSocketsOptions {
  readonly server: HttpServer;
  /** Who a handshake's cookies belong to. */
  readonly identify: (cookies: string | undefined) => Promise<Identity | null>;
  readonly canJoin: (user: RequestUser, room: Room) => Promise<boolean>;
  readonly onSessionEnd: (listener: (sessionId: string) => void) => () => void;
  /** Who of this node has a record open, for the other nodes. */
  readonly onPresence?: (presence: NodePresence) => void;
  readonly logger: { warn(facts: object, message: string): void };
}

export interface LiveSockets {
  /** To everybody in a room that is not personal. */
  publish(message: LiveMessage & { readonly room: { readonly kind: Exclude<Room['kind'], Own> } }): void;
  /** To the own task lists or calendars of `user:<id>`, `position:<id>` and `department:<id>`, as the engine names them. */
  publishTo(
    audiences: readonly string[],
    message: LiveMessage & { readonly room: { readonly kind: Own } },
  ): void;
  /** To every signed-in client, whatever it shows: the clock moved. */
  broadcast(message: LiveMessage): void;
  /** Who of another node has a record open. */
  hearPresence(node: string, presence: NodePresence): void;
  /** How many clients are connected to this node. */
  connected(): number;
  stop(): Promise<void>;
}

interface SocketState {
  identity: Identity;
  readonly rooms: Map<string, Room>;
}

type LiveSocket = Socket<
  Record<string, never>,
  Record<string, (message: LiveMessage) => void>,
  Record<string, never>,
  SocketState
>;

type Answer = (answer: { readonly ok: boolean }) => void;

const ROOMS_PER_SOCKET_MAX = 200;
const RECHECK_MS = 30_000;
const MESSAGE_BYTES_MAX = 10_000;

export function createLiveSockets(options: LiveSocketsOptions): LiveSockets {
  const io = new Server(options.server, {
    path: SOCKET_PATH,
    serveClient: false,
    maxHttpBufferSize: MESSAGE_BYTES_MAX,
    allowRequest: (request, answer) =>
      answer(null, isSameOrigin(request.headers.origin, request.headers.host)),
  });
  io.use((socket, next) => {
    authenticate(socket as unknown as LiveSocket, options).then(
      (known) => next(known ? undefined : new Error('API_NOT_SIGNED_IN')),
      () => next(new Error('API_DATABASE_AWAY')),
    );
  });
  const presence = createRecordPresence({
    tell: (message) => void io.to(roomName(message.room, '')).emit(SOCKET_EVENTS.present, message),
    relay: (told) => options.onPresence?.(told),
  });
  io.on('connection', (socket) => serve(socket as unknown as LiveSocket, options, presence));
  const forgetSessions = options.onSessionEnd((sessionId) => {
    for (const socket of liveSockets(io))
      if (socket.data.identity.session?.id === sessionId) socket.disconnect(true);
  });
  const recheck = setInterval(() => {
    for (const socket of liveSockets(io)) void checkAgain(socket, options, presence);
    presence.refresh();
  }, RECHECK_MS).unref();
  return {
    publish: (message) => void io.to(roomName(message.room, '')).emit(SOCKET_EVENTS.changed, message),
    publishTo: (audiences, message) => {
      if (audiences.length > 0)
        io.to(audiences.map((audience) => roomName(message.room, audience))).emit(
          SOCKET_EVENTS.changed,
          message,
        );
    },
    broadcast: (message) => void io.emit(SOCKET_EVENTS.changed, message),
    hearPresence: (node, heard) => presence.hear(node, heard),
    connected: () => io.engine.clientsCount,
    stop: async () => {
      presence.stop();
      clearInterval(recheck);
      forgetSessions();
      // Closes the HTTP server too; whoever listens closes it again without harm.
      await io.close();
    },
  };
}

function liveSockets(io: Server): readonly LiveSocket[] {
  return [...io.sockets.sockets.values()] as unknown as LiveSocket[];
}

/** A page of another site must not open a stream with our cookie. Clients that are no browsers send no origin. */
function isSameOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

async function authenticate(socket: LiveSocket, options: LiveSocketsOptions): Promise<boolean> {
  const identity = await options.identify(socket.handshake.headers.cookie);
  if (identity === null) return false;
  Object.assign(socket.data, { identity, rooms: new Map<string, Room>() });
  return true;
}

function serve(socket: LiveSocket, options: LiveSocketsOptions, presence: RecordPresence): void {
  const listen = socket as unknown as Socket;
  listen.on(SOCKET_EVENTS.subscribe, (asked: unknown, answer: unknown) => {
    const reply: Answer = typeof answer === 'function' ? (answer as Answer) : () => undefined;
    subscribe(socket, asked, options).then(
      (ok) => {
        if (ok) arrive(socket, roomSchema.parse(asked), presence);
        reply({ ok });
      },
      (error: unknown) => {
        options.logger.warn({ err: error }, 'a subscription could not be checked');
        reply({ ok: false });
      },
    );
  });
  listen.on(SOCKET_EVENTS.unsubscribe, (asked: unknown) => {
    const room = roomSchema.safeParse(asked);
    if (!room.success) return;
    leave(socket, room.data);
    if (room.data.kind === 'record') presence.leave(socket.id, room.data);
  });
  listen.on(SOCKET_EVENTS.editing, (said: unknown) => {
    const edit = editingSchema.safeParse(said);
    if (!edit.success || edit.data.room.kind !== 'record') return;
    presence.edit(socket.id, edit.data.room, edit.data.isEditing);
  });
  listen.on('disconnect', () => {
    for (const room of socket.data.rooms.values())
      if (room.kind === 'record') presence.leave(socket.id, room);
  });
}

/** Whoever looks through another's eyes is not there. */
function arrive(socket: LiveSocket, room: Room, presence: RecordPresence): void {
  const { user, seenBy } = socket.data.identity;
  if (room.kind === 'record' && seenBy === null) presence.arrive(socket.id, room, user);
}

async function subscribe(socket: LiveSocket, asked: unknown, options: LiveSocketsOptions): Promise<boolean> {
  const room = roomSchema.safeParse(asked);
  if (!room.success || socket.data.rooms.size >= ROOMS_PER_SOCKET_MAX) return false;
  const { user } = socket.data.identity;
  if (!(await options.canJoin(user, room.data))) return false;
  socket.data.rooms.set(JSON.stringify(room.data), room.data);
  await socket.join(roomNames(room.data, user));
  return true;
}

function leave(socket: LiveSocket, room: Room): void {
  socket.data.rooms.delete(JSON.stringify(room));
  for (const name of roomNames(room, socket.data.identity.user)) void socket.leave(name);
}

/** The user of the session as he is now; rooms that he may no longer see, or that moved with his position, are left. */
async function checkAgain(
  socket: LiveSocket,
  options: LiveSocketsOptions,
  presence: RecordPresence,
): Promise<void> {
  try {
    const identity = await options.identify(socket.handshake.headers.cookie);
    if (identity === null) {
      socket.disconnect(true);
      return;
    }
    const rooms = [...socket.data.rooms.values()];
    for (const room of rooms) {
      const stays = await options.canJoin(identity.user, room);
      leave(socket, room);
      if (!stays && room.kind === 'record') presence.leave(socket.id, room);
      if (!stays) continue;
      socket.data.rooms.set(JSON.stringify(room), room);
      await socket.join(roomNames(room, identity.user));
    }
    socket.data.identity = identity;
  } catch (error) {
    options.logger.warn({ err: error }, 'the rights of a live stream could not be checked');
  }
}

/** The rooms of the server behind a room of the contract: personal ones are one per user and per group. */
function roomNames(room: Room, user: RequestUser): string[] {
  if (room.kind !== 'tasks' && room.kind !== 'calendar') return [roomName(room, '')];
  const audiences = [
    `user:${user.id}`,
    ...user.standsInFor.map((person) => `user:${person.id}`),
    ...(user.positionId === null ? [] : [`position:${user.positionId}`]),
    // A pool of a department is also that of the departments below it.
    ...user.departmentsAbove.map((id) => `department:${id}`),
  ];
  return audiences.map((audience) => roomName(room, audience));
}

function roomName(room: Room, audience: string): string {
  switch (room.kind) {
    case 'instance':
      return `instance:${room.id}`;
    case 'record':
      return `record:${room.entity}:${room.id}`;
    case 'list':
      return `list:${room.entity}`;
    case 'tasks':
    case 'calendar':
      return `${room.kind}:${audience}`;
    case 'instances':
    case 'processes':
      return room.kind;
  }
}
