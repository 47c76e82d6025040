/** Who is let into a room of the live stream, and who is put out again: the server of sockets by itself. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Socket } from 'socket.io-client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SOCKET_EVENTS, type LiveMessage, type Room } from '#contract';
import type { RequestUser } from '#crm';
import { connectLive } from '../support/live-client.ts';
import { createLiveSockets, type LiveSockets } from '../../api/sockets/live-sockets.ts';

const RECHECK_MS = 30_000;
const ROOM: Room = { kind: 'record', entity: 'ticket', id: '0190aaaa-0000-7000-8000-000000000001' };
const HEARTBEAT: LiveMessage = { room: { kind: 'tasks' }, kind: 'clock', ids: [], revision: null };

/** Whoever may see the room now, by the name that is his cookie. */
const allowed = new Set<string>();
let sockets: LiveSockets;
let url = '';
const open: Socket[] = [];

beforeEach(async () => {
  // The rights are looked at again every so often; the connections themselves live in real time.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  allowed.clear();
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  sockets = createLiveSockets({
    server,
    identify: async (cookies) => {
      const user = { id: cookies, name: cookies, standsInFor: [], positionId: null, departmentsAbove: [] };
      return {
        user: user as unknown as RequestUser,
        session: null,
        seenBy: null,
        pending: null,
        apiKey: null,
      };
    },
    canJoin: async ({ id }) => allowed.has(id),
    onSessionEnd: () => () => undefined,
    logger: { warn: () => undefined },
  });
});
afterEach(async () => {
  for (const socket of open.splice(0)) socket.disconnect();
  await sockets.stop();
  vi.useRealTimers();
});

interface Listener {
  readonly joined: boolean;
  /** What came of the room so far. */
  heard(): Promise<readonly LiveMessage[]>;
}

async function listen(cookie: string): Promise<Listener> {
  const socket = await connectLive(url, cookie);
  open.push(socket);
  const messages: LiveMessage[] = [];
  socket.on(SOCKET_EVENTS.changed, (message: LiveMessage) => messages.push(message));
  const { ok } = (await socket.emitWithAck(SOCKET_EVENTS.subscribe, ROOM)) as { ok: boolean };
  return {
    joined: ok,
    async heard() {
      // Messages arrive in order: what everybody is told comes last.
      sockets.broadcast(HEARTBEAT);
      await vi.waitUntil(() => messages.at(-1)?.kind === 'clock');
      return messages.splice(0).filter(({ kind }) => kind !== 'clock');
    },
  };
}

const tell = (): void => sockets.publish({ room: ROOM, kind: 'record', ids: [ROOM.id], revision: 2 });

it('lets into a room whoever may see what it is about, and tells nobody else', async () => {
  allowed.add('anna');
  const [anna, boris] = [await listen('anna'), await listen('boris')];
  expect([anna.joined, boris.joined]).toEqual([true, false]);
  tell();
  expect(await anna.heard()).toHaveLength(1);
  expect(await boris.heard()).toEqual([]);
});

it('puts out whose right was taken away, within half a minute', async () => {
  allowed.add('anna').add('boris');
  const [anna, boris] = [await listen('anna'), await listen('boris')];
  allowed.delete('boris');
  vi.advanceTimersByTime(RECHECK_MS);
  await vi.waitUntil(async () => {
    tell();
    return (await boris.heard()).length === 0;
  });
  tell();
  expect(await boris.heard()).toEqual([]);
  expect((await anna.heard()).length).toBeGreaterThan(0);
});
